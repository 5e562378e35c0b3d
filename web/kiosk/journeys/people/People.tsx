import { Tile } from "#web/kiosk/parts/Tile.tsx";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { LawyerTile } from "./LawyerTile.tsx";
import { Named } from "./Named.tsx";
import { PersonCard } from "./PersonCard.tsx";
import type { Connection } from "./standing.ts";
import { usePeople } from "./usePeople.ts";

/** Who outside is connected with the resident, who waits for an answer, and who was refused and why. */
export default function People() {
  const { t } = useWords();
  const go = useGo();
  const { loaded, error, connected, waiting, apart } = usePeople();
  const nobody = connected.length + waiting.length + apart.length === 0;
  return (
    <KioskScreen title={t("kiosk.people.title")} wide rule lead={t("kiosk.people.lead")} foot={<Foot onBack={go.home} />}>
      {error && !loaded && <Refusal problem={error} />}
      {!loaded && !error && <Waiting />}
      {loaded && (
        <div className="lists">
          <div className="stack">
            {nobody ? (
              <Empty drawing="people" title={t("kiosk.people.none")}>
                {t("kiosk.people.none.text")}
              </Empty>
            ) : (
              <Part id="connected" title={t("kiosk.people.connected")} people={connected} none={t("kiosk.people.none_connected")} />
            )}
          </div>
          {waiting.length + apart.length > 0 && (
            <div className="stack">
              <Part id="waiting" title={t("kiosk.people.waiting")} people={waiting} none={t("kiosk.people.none_waiting")} />
              {apart.length > 0 && <Part id="apart" title={t("kiosk.people.apart")} people={apart} />}
            </div>
          )}
        </div>
      )}
      <Named />
      <div className="after-lists stack">
        <Tile icon="plus" onPress={go.name} title={t("kiosk.name.title")}>
          {t("kiosk.name.short")}
        </Tile>
        <LawyerTile />
      </div>
    </KioskScreen>
  );
}

function Part({ id, title, people, none }: { id: string; title: string; people: readonly Connection[]; none?: string }) {
  return (
    <section className="stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {people.length === 0 && none && <p className="soft">{none}</p>}
      {people.length > 0 && (
        <ul className="person-cards">
          {people.map((person) => (
            <PersonCard key={person.id} person={person} />
          ))}
        </ul>
      )}
    </section>
  );
}
