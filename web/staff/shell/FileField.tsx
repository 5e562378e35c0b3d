import { useId } from "react";
import { useWords } from "#web/staff/words.ts";

/** One file from this machine; nothing of it leaves before a button says so. */
export function FileField({
  label,
  hint,
  accept,
  file,
  onChange,
}: {
  label: string;
  hint: string;
  accept: string;
  file: File | undefined;
  onChange: (file: File | undefined) => void;
}) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="field file-field">
      <b aria-hidden="true">{label}</b>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {/* The browser's own control speaks the browser's language and forgets the name when the page draws it again. */}
      <input
        id={id}
        className="hidden"
        type="file"
        accept={accept}
        aria-label={label}
        aria-describedby={`${id}-hint ${id}-name`}
        onChange={(event) => onChange(event.target.files?.[0])}
      />
      <div className="bar">
        <label className="button" data-kind="second" htmlFor={id}>
          {t("staff.roster.choose_file")}
        </label>
        <span id={`${id}-name`}>{file?.name ?? t("staff.roster.no_file")}</span>
      </div>
    </div>
  );
}
