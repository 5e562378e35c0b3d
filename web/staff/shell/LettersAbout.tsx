import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { knows } from "#web/words/words.tsx";
import { useHere } from "./session.ts";

const tones = {
  queued: "warn",
  sending: "warn",
  sent: "line",
  delivered: "good",
  bounced: "stop",
  failed: "stop",
  not_sent: "warn",
} as const;

/** The newest say where it stands; a long story opens on demand. */
const SHOWN_AT_ONCE = 3;

/** Was the family told? Where each letter about this stands, without its words or its address. */
export function LettersAbout({ about, look = "card", title }: { about: string; look?: "card" | "part"; title?: string }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const queries = useQueryClient();
  const letters = useQuery(reading(api.lettersAbout, { params: { facilityId }, query: { about } }));
  const again = useAct(api.sendLetterAgain, {
    onDone: () => {
      void toast(t("letters.again.done"));
      return queries.invalidateQueries({ queryKey: [api.lettersAbout.id] });
    },
  });
  const [all, setAll] = useState(false);
  const rows = letters.data ?? [];
  const shown = all ? rows : rows.slice(0, SHOWN_AT_ONCE);
  const Title = look === "card" ? "h2" : "h3";
  return (
    <section className={look === "card" ? "card" : "gap-6"} aria-labelledby="letters">
      <Title id="letters">{title ?? t("staff.letters.title")}</Title>
      {letters.error && <Refusal problem={letters.error} />}
      {again.error && <Refusal problem={again.error} />}
      {letters.data?.length === 0 && <p className="soft">{t(title ? "staff.letters.none_here" : "staff.letters.none")}</p>}
      <ul className="list-plain stack gap-3">
        {shown.map((letter) => {
          const name = t((knows(`letters.kind.${letter.kind}`) ? `letters.kind.${letter.kind}` : "letters.kind.other") as Id);
          return (
            <li key={letter.id}>
              <p className="row row-wrap">
                <b>{letter.named ?? name}</b>
                <Pill tone={tones[letter.status]}>{t(`letters.status.${letter.status}`)}</Pill>
              </p>
              <p className="soft">
                {`${format.day(dayIn(letter.at, zone), { month: "short", day: "numeric" })}, ${format.time(letter.at, zone)}`}
                {letter.tries > 1 && ` · ${t("staff.letters.tries", { count: letter.tries })}`}
                {letter.code &&
                  letter.status !== "not_sent" &&
                  !letter.why &&
                  ` · ${t("staff.letters.code", { code: letter.code.replace(/^(dsn|smtp)_/, "") })}`}
              </p>
              {letter.why && <p className="soft">{t(`letters.why.${letter.why}`)}</p>}
              {letter.canSendAgain && can("letter.send_again") && (
                <Button
                  kind="second"
                  size="small"
                  label={t("letters.again.of", { letter: letter.named ?? name })}
                  isPending={again.isPending && again.variables.params.deliveryId === letter.id}
                  onPress={() => again.mutate({ params: { facilityId, deliveryId: letter.id }, body: { id: newId() } })}
                >
                  {t("letters.again")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {rows.length > shown.length && (
        <div className="gap-4">
          <Button kind="quiet" size="small" onPress={() => setAll(true)}>
            {t("staff.letters.all", { count: rows.length })}
          </Button>
        </div>
      )}
    </section>
  );
}
