import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import { usePages } from "#web/client/pages.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Back, Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { knows } from "#web/words/words.tsx";
import { LetterChoices } from "./LetterChoices.tsx";

const tones = {
  queued: "warn",
  sending: "warn",
  sent: "line",
  delivered: "good",
  bounced: "stop",
  failed: "stop",
  not_sent: "warn",
} as const;

const SHOWN_AT_ONCE = 10;

/** Which letters come and when, and what became of those that were sent. */
export default function Letters() {
  const { t } = useWords();
  const settings = useQuery(reading(api.letterSettings));
  usePageTitle(t("family.letters.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.letters.title")}</h1>
      <Rule />
      {settings.error && <Refusal problem={settings.error} />}
      {settings.data?.comingBack && (
        <div className="gap-5">
          <Banner tone="warn">{t("family.letters.back")}</Banner>
        </div>
      )}
      {settings.data ? <LetterChoices settings={settings.data} /> : !settings.error && <Skeleton height="12em" />}
      <Log />
    </>
  );
}

function Log() {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const zone = ownZone();
  const queries = useQueryClient();
  const letters = usePages([api.ownLetters.id], (after, signal) =>
    call(api.ownLetters, { query: { limit: SHOWN_AT_ONCE, ...(after ? { after } : {}) }, signal }),
  );
  const again = useAct(api.sendOwnLetterAgain, {
    onDone: () => {
      void toast(t("letters.again.done"));
      return queries.invalidateQueries({ queryKey: [api.ownLetters.id] });
    },
  });
  return (
    <Part id="log" title={t("family.letters.log")}>
      <p className="soft record-lead">{t("family.letters.log.more")}</p>
      {letters.error && <Refusal problem={letters.error} />}
      {again.error && <Refusal problem={again.error} />}
      {letters.rows?.length === 0 && <p>{t("family.letters.log.none")}</p>}
      {letters.rows && letters.rows.length > 0 && (
        <ul className="list card">
          {letters.rows.map((letter) => {
            const name = t((knows(`letters.kind.${letter.kind}`) ? `letters.kind.${letter.kind}` : "letters.kind.other") as Id);
            return (
              <li key={letter.id} className="sign-in">
                <div className="grow">
                  <b>{name}</b>
                  <p className="soft">{`${times.nearDay(letter.at, zone, now)}, ${times.time(letter.at, zone)}`}</p>
                  {letter.why && <p className="soft">{t(`letters.why.${letter.why}`)}</p>}
                  <Pill tone={tones[letter.status]}>{t(`letters.status.${letter.status}`)}</Pill>
                </div>
                {letter.canSendAgain && (
                  <Button
                    kind="second"
                    size="small"
                    label={t("letters.again.of", { letter: name })}
                    isPending={again.isPending && again.variables.params.deliveryId === letter.id}
                    onPress={() => again.mutate({ params: { deliveryId: letter.id }, body: { id: newId() } })}
                  >
                    {t("letters.again")}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {letters.more && (
        <div className="gap-4">
          <Button kind="second" wide isPending={letters.isReading} onPress={letters.more}>
            {t("family.letters.log.show")}
          </Button>
        </div>
      )}
    </Part>
  );
}
