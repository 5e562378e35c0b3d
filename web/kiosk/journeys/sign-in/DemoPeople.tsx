import { readDemoPerson } from "#web/kiosk/shell/demo.ts";
import { useWords } from "#web/kiosk/words.ts";

/** In a demonstration only: who may sign in at this kiosk, with which number and PIN. All invented. */
export function DemoPeople() {
  const { t } = useWords();
  const person = readDemoPerson();
  if (!person) return null;
  return (
    <section className="card" data-kind="sunk" aria-label={t("kiosk.demo.label")}>
      <p>
        <b>{t("kiosk.demo.label")}</b> {t("kiosk.demo.person", { name: person.residentName })}
      </p>
      <p className="lead nums demo-numbers">
        <span>{t("kiosk.demo.number", { number: person.bookingNumber })}</span> <span>{t("kiosk.demo.pin", { pin: person.pin })}</span>
      </p>
    </section>
  );
}
