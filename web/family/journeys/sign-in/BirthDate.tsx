import { useId } from "react";
import { useWords } from "#web/family/words.ts";
import { useFormat } from "#web/ui/format.ts";
import type { DateParts } from "./typed.rules.ts";

const MONTHS = Array.from({ length: 12 }, (_, month) => String(month + 1));

/** A birth date in three parts: nobody should scroll a calendar back forty years. The reader's own, unless the words say whose. */
export function BirthDate({
  label,
  hint,
  own = true,
  value,
  onChange,
  wrong,
}: {
  label?: string;
  hint?: string;
  /** Whether the browser may fill in the reader's own birthday. */
  own?: boolean;
  value: DateParts;
  onChange: (change: Partial<DateParts>) => void;
  wrong: string | undefined;
}) {
  const { t } = useWords();
  const format = useFormat();
  const id = useId();
  const aria = { "aria-describedby": wrong ? `${id}-hint ${id}-wrong` : `${id}-hint`, "aria-invalid": wrong ? (true as const) : undefined };
  return (
    <fieldset className="field">
      <legend>{label ?? t("family.field.birth")}</legend>
      <p className="hint" id={`${id}-hint`}>
        {hint ?? t("family.field.birth.hint")}
      </p>
      {wrong && (
        <p className="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      <div className="date-parts">
        <label>
          <span>{t("family.field.month")}</span>
          <select
            className="input"
            name="birthMonth"
            autoComplete={own ? "bday-month" : "off"}
            value={value.month}
            onChange={(event) => onChange({ month: event.target.value })}
            {...aria}
          >
            <option value="">–</option>
            {MONTHS.map((month) => (
              <option key={month} value={month}>
                {format.day(`2024-${month.padStart(2, "0")}-15`, { month: "long" })}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("family.field.day")}</span>
          <input
            className="input"
            name="birthDay"
            inputMode="numeric"
            autoComplete={own ? "bday-day" : "off"}
            maxLength={2}
            value={value.day}
            onChange={(event) => onChange({ day: event.target.value })}
            {...aria}
          />
        </label>
        <label>
          <span>{t("family.field.year")}</span>
          <input
            className="input"
            name="birthYear"
            inputMode="numeric"
            autoComplete={own ? "bday-year" : "off"}
            maxLength={4}
            value={value.year}
            onChange={(event) => onChange({ year: event.target.value })}
            {...aria}
          />
        </label>
      </div>
    </fieldset>
  );
}
