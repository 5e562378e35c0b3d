import { useWords } from "#web/family/words.ts";
import { TextField } from "#web/ui/Field.tsx";
import { BirthDate } from "./BirthDate.tsx";
import type { DateParts } from "./typed.rules.ts";

type Typed = DateParts & { givenName: string; familyName: string };

/** The reader's own name and birth date, as they stand on the photo ID. */
export function NameFields({
  value,
  onChange,
  wrong,
}: {
  value: Typed;
  onChange: (change: Partial<Typed>) => void;
  wrong: (name: "givenName" | "familyName" | "birthMonth") => string | undefined;
}) {
  const { t } = useWords();
  return (
    <>
      <TextField
        label={t("family.field.given_name")}
        hint={t("family.field.name.hint")}
        name="givenName"
        autoComplete="given-name"
        value={value.givenName}
        onChange={(givenName) => onChange({ givenName })}
        wrong={wrong("givenName")}
        maxLength={100}
        isRequired
      />
      <TextField
        label={t("family.field.family_name")}
        name="familyName"
        autoComplete="family-name"
        value={value.familyName}
        onChange={(familyName) => onChange({ familyName })}
        wrong={wrong("familyName")}
        maxLength={100}
        isRequired
      />
      <BirthDate value={value} onChange={onChange} wrong={wrong("birthMonth")} />
    </>
  );
}
