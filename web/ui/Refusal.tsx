import type { Problem } from "#web/client/problem.ts";
import { knows, say, useWords, type Values } from "#web/words/words.tsx";
import { Banner } from "./Banner.tsx";

/** The facts of a refusal that a sentence may use: words and numbers only. */
const factsOf = (problem: Problem): Values =>
  Object.fromEntries(
    Object.entries(problem.facts).filter((fact): fact is [string, string | number] => ["string", "number"].includes(typeof fact[1])),
  );

/** Every reason of a refusal as words: what happened, and what it means with the one next step. */
export function reasonsOf(problem: Problem): { code: string; what: string; more: string }[] {
  const facts = factsOf(problem);
  return problem.codes.map((code) => {
    // A server newer than this page may refuse for a reason that the page has no words for yet.
    const known = knows(code) ? code : "client.broken";
    return { code, what: say(known, facts), more: say(`${known}.more`, facts) };
  });
}

/** A refusal in the page: all its reasons at once, and the number to say when asking for help if it is our fault. */
export function Refusal({ problem }: { problem: Problem }) {
  const { t } = useWords();
  const reasons = reasonsOf(problem);
  const ours = problem.status >= 500 && problem.requestId !== undefined;
  return (
    <Banner tone="stop">
      <div className="stack">
        {reasons.map(({ code, what, more }) => (
          <p key={code}>
            <b>{what}</b> {more}
          </p>
        ))}
        {ours && <p className="soft">{t("shared.error.request", { requestId: problem.requestId ?? "" })}</p>}
      </div>
    </Banner>
  );
}
