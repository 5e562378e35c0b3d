import { useState } from "react";
import { useWords } from "#web/staff/words.ts";
import { Checkbox } from "#web/ui/Choice.tsx";
import { countdown } from "#web/ui/format.ts";
import { type ChatLine, type Playback, secondOf, typedBy } from "./moments.rules.ts";
import type { Film } from "./use-film.ts";

interface TypedProps {
  playback: Playback;
  film: Film;
  nameOf: (seat: string) => string;
}

/** What was typed, in step with the player: a line appears at its time, and leads back there; also what was taken back. */
export function Typed({ playback, film, nameOf }: TypedProps) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const { chat, startsAt } = playback;
  const lines = all ? chat : typedBy(playback, film.second);
  return (
    <section className="beside" aria-labelledby="typed">
      <h3 id="typed">{t("staff.playback.typed")}</h3>
      {chat.length === 0 ? (
        <p className="soft">{t("staff.playback.typed.none")}</p>
      ) : (
        <>
          <Checkbox isSelected={all} onChange={setAll}>
            {t("staff.playback.typed.all", { count: chat.length })}
          </Checkbox>
          {lines.length === 0 && <p className="soft">{t("staff.playback.typed.later")}</p>}
          <ol className="beside-lines">
            {lines.map((line) => (
              <li key={line.id}>
                <JumpTo second={secondOf(line.at, startsAt)} film={film} />
                <Line line={line} who={nameOf(line.seat)} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Line({ line, who }: { line: ChatLine; who: string }) {
  const { t } = useWords();
  const before = line.takenBack.filter((words) => words.trim() !== "" && (line.sent || words !== line.words));
  return (
    <div>
      <p className="soft">{who}</p>
      {line.sent && <p className="said">{line.words}</p>}
      {(before.length > 0 || !line.sent) && (
        <div className="taken-back">
          <p className="soft">{t(line.sent ? "staff.playback.typed.before" : "staff.playback.typed.taken_back")}</p>
          {[...before, ...(line.sent ? [] : [line.words])].map((words, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same words may have been typed twice, and their order never changes.
            <p key={index} className="said">
              {words}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** A time that leads to its moment. */
export function JumpTo({ second, film }: { second: number; film: Film }) {
  const { t } = useWords();
  const at = countdown(second);
  return (
    <button type="button" className="jump nums" aria-label={t("staff.playback.jump", { at })} onClick={() => film.jump(second)}>
      {at}
    </button>
  );
}
