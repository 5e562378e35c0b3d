import { useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { neededReasons } from "#contracts/letter-kinds.ts";
import { api } from "#web/client/api.ts";
import { problem as asProblemOf } from "#web/client/problem.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

const brokenLink = asProblemOf(["letter.link_invalid"]);

/** The link at the foot of a letter leads here: one tap stops what is not needed, and undoes it. To open the page changes nothing: programs open links too. */
export default function Letters() {
  const { t, setLocale } = useWords();
  const hash = useLocation({ select: (location) => location.hash });
  const [token] = useState(() => new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "");
  const [stopped, setStopped] = useState<boolean>();
  const state = useAct(api.letterState, {
    onDone: (answer) => {
      setStopped(answer.stopped);
      return setLocale(answer.locale);
    },
  });
  const stop = useAct(api.stopLetters, { onDone: () => setStopped(true) });
  const resume = useAct(api.resumeLetters, { onDone: () => setStopped(false) });
  const { mutate: ask } = state;
  usePageTitle(t("public.letters.title"));
  useEffect(() => ask({ body: { token } }), [ask, token]);
  const failed = state.error ?? stop.error ?? resume.error;
  // A link that was cut is no link of ours: whoever opened it has filled in nothing that they could check.
  const problem = failed?.codes.includes("request.invalid") ? brokenLink : failed;
  return (
    <>
      <h1>{t("public.letters.title")}</h1>
      <Rule />
      <div className="public-lead" role="status">
        {problem && <Refusal problem={problem} />}
        {!problem && <p className="lead">{t(stopped ? "public.letters.stopped" : "public.letters.lead")}</p>}
      </div>
      {stopped !== undefined && (
        <p className="public-act">
          {stopped ? (
            <Button kind="second" isPending={resume.isPending} onPress={() => resume.mutate({ body: { token } })}>
              {t("public.letters.resume")}
            </Button>
          ) : (
            <Button isPending={stop.isPending} onPress={() => stop.mutate({ body: { token } })}>
              {t("public.letters.stop")}
            </Button>
          )}
        </p>
      )}
      <section aria-labelledby="what">
        <h2 id="what">{t("public.letters.what")}</h2>
        <p>{t("public.letters.what.reminders")}</p>
      </section>
      <section aria-labelledby="needed">
        <h2 id="needed">{t("public.letters.needed")}</h2>
        <ul className="public-points">
          {neededReasons.map((why) => (
            <li key={why}>{t(`public.letters.needed.${why}`)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
