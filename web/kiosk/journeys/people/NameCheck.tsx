import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { birthDay, type Naming } from "./naming.ts";

/** All that was typed, once more, what happens with it, and the press that sends it. */
export function NameCheck({
  naming,
  name,
  act,
  onSend,
}: {
  naming: Naming;
  name: string;
  act: { isPending: boolean; error: Problem | null };
  onSend: () => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const day = birthDay(naming.birth);
  const letter = naming.way === "letter";
  const rows = [
    { label: t("kiosk.name.row.name"), value: name },
    { label: t("kiosk.name.row.who"), value: naming.relationship && t(`kiosk.person.${naming.relationship}`) },
    {
      label: t("kiosk.name.row.birth"),
      value: day ? format.day(day, { month: "long", day: "numeric", year: "numeric" }) : t("kiosk.name.row.birth.none"),
    },
    letter ? { label: t("kiosk.name.row.email"), value: naming.email } : { label: t("kiosk.name.row.phone"), value: naming.phone },
  ];
  return (
    <div className="stack kiosk-words">
      <dl className="facts card">
        {rows.map(({ label, value }) => (
          <div key={label}>
            <dt className="soft">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Banner tone={letter ? "line" : "warn"} icon={letter ? "paper" : "phone"}>
        <p>{t(letter ? "kiosk.name.says.letter" : "kiosk.name.says.phone", { name })}</p>
      </Banner>
      <p>{t("kiosk.name.says.staff")}</p>
      {act.error && <Refusal problem={act.error} />}
      <div className="actions">
        <Button isPending={act.isPending} onPress={onSend}>
          {t("kiosk.name.send", { name })}
        </Button>
      </div>
    </div>
  );
}
