import { BirthDate } from "#web/family/journeys/sign-in/BirthDate.tsx";
import { type DateParts, typedDay } from "#web/family/journeys/sign-in/typed.rules.ts";
import { useWords } from "#web/family/words.ts";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { TextField } from "#web/ui/Field.tsx";

/** What names a person inside: the whole name with the birth date, or the family name with the booking number. */
export interface Who extends DateParts {
  /** `birth` or `number`; text, as a kept draft is. */
  way: string;
  givenName: string;
  familyName: string;
  bookingNumber: string;
}

/** Which of these is not given as it must be, by the field's name; what the chosen way does not ask for is never missing. */
export function missing(who: Who): Partial<Record<"givenName" | "familyName" | "birthMonth" | "bookingNumber", "required" | "birth">> {
  const required = (value: string) => (value.trim() === "" ? ("required" as const) : undefined);
  const asked =
    who.way === "number"
      ? { familyName: required(who.familyName), bookingNumber: required(who.bookingNumber) }
      : {
          givenName: required(who.givenName),
          familyName: required(who.familyName),
          birthMonth: typedDay(who) ? undefined : ("birth" as const),
        };
  return Object.fromEntries(Object.entries(asked).filter(([, wrong]) => wrong !== undefined));
}

/** What is sent of it: only what the chosen way asks for. */
export function namedBy(who: Who) {
  const familyName = who.familyName.trim();
  const birthDate = typedDay(who);
  if (who.way === "number" || !birthDate) return { familyName, bookingNumber: who.bookingNumber.trim() };
  return { familyName, givenName: who.givenName.trim(), birthDate };
}

/** The fields for it. */
export function WhoInside({ who, change, tried }: { who: Who; change: (part: Partial<Who>) => void; tried: boolean }) {
  const { t } = useWords();
  const wrongs = tried ? missing(who) : {};
  const wrong = (name: keyof typeof wrongs) =>
    wrongs[name] && t(wrongs[name] === "birth" ? "family.field.birth.wrong" : "shared.field.required");
  const familyName = (
    <TextField
      label={t("family.add.name")}
      hint={t("family.add.name.hint")}
      name="familyName"
      autoComplete="off"
      value={who.familyName}
      onChange={(value) => change({ familyName: value })}
      wrong={wrong("familyName")}
      maxLength={100}
      isRequired
    />
  );
  return (
    <>
      <RadioGroup
        label={t("family.add.way")}
        value={who.way}
        onChange={(way) => change({ way })}
        options={[
          { value: "birth", label: t("family.add.way.birth") },
          { value: "number", label: t("family.add.way.number") },
        ]}
      />
      {who.way === "number" ? (
        <>
          {familyName}
          <TextField
            label={t("family.add.number")}
            hint={t("family.add.number.hint")}
            name="bookingNumber"
            autoComplete="off"
            value={who.bookingNumber}
            onChange={(bookingNumber) => change({ bookingNumber })}
            wrong={wrong("bookingNumber")}
            maxLength={20}
            isRequired
          />
        </>
      ) : (
        <>
          <TextField
            label={t("family.add.given_name")}
            name="givenName"
            autoComplete="off"
            value={who.givenName}
            onChange={(givenName) => change({ givenName })}
            wrong={wrong("givenName")}
            maxLength={100}
            isRequired
          />
          {familyName}
          <BirthDate
            label={t("family.add.birth")}
            hint={t("family.add.birth.hint")}
            own={false}
            value={who}
            onChange={change}
            wrong={wrong("birthMonth")}
          />
        </>
      )}
    </>
  );
}
