import { useQuery } from "@tanstack/react-query";
import { type KeptKind, keeping, keptKinds } from "#contracts/keeping.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { useFormat } from "#web/ui/format.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Heads } from "./Heads.tsx";
import { TakeAway } from "./TakeAway.tsx";

const YEAR_DAYS = 365;
const SHORT = { year: "numeric", month: "short", day: "numeric" } as const;

/** Every kind of data, how long it is kept and who may look: read from the table that the nightly deletion goes by. */
export default function Keeping() {
  const { t } = useWords();
  const format = useFormat();
  usePageTitle(t("public.keeping"));
  const long = (kind: KeptKind) => {
    const { days, from } = keeping[kind];
    if (days === "for_good") return t("public.keeping.for_good");
    const start = t(`public.keeping.from.${from}`);
    if (days === "facility") return t("public.keeping.facility", { start });
    return days % YEAR_DAYS === 0
      ? t("public.keeping.years", { years: days / YEAR_DAYS, start })
      : t("public.keeping.days", { days, start });
  };
  const who = (kind: KeptKind) => keeping[kind].readers.map((reader) => t(`public.keeping.reader.${reader}`)).join("; ");
  const held = (kind: KeptKind) => t(keeping[kind].canBeHeld ? "public.keeping.held.yes" : "public.keeping.held.no");
  const totals = useQuery(reading(api.erasureTotals));
  /** What the nights deleted so far; nothing where the figures cannot be had, or no night has been. */
  const gone = (kind: KeptKind) => {
    if (keeping[kind].days === "for_good") return t("public.keeping.gone.never");
    const total = totals.data?.kinds.find((each) => each.kind === kind);
    return total
      ? t("public.keeping.gone.total", { count: total.erased, day: format.day(total.lastRunAt.slice(0, "2026-01-01".length), SHORT) })
      : t("public.keeping.gone.none");
  };
  const heads = [
    t("public.keeping.kind"),
    t("public.keeping.long"),
    t("public.keeping.who"),
    t("public.keeping.held"),
    t("public.keeping.gone"),
  ];
  return (
    <>
      <h1>{t("public.keeping")}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.keeping.lead")}</p>
      <section>
        <table className="table public-kept">
          <caption className="hidden">{t("public.keeping")}</caption>
          <Heads of={heads} />
          <tbody>
            {keptKinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`public.keeping.kind.${kind}`)}</th>
                <td data-label={heads[1]}>{long(kind)}</td>
                <td data-label={heads[2]}>
                  <ul className="public-who">
                    {keeping[kind].readers.map((reader) => (
                      <li key={reader}>{t(`public.keeping.reader.${reader}`)}</li>
                    ))}
                  </ul>
                </td>
                <td data-label={heads[3]}>{held(kind)}</td>
                <td data-label={heads[4]}>{gone(kind)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="soft public-source">{t("public.keeping.source")}</p>
        <TakeAway
          name="how-data-is-kept"
          rows={() => [
            heads,
            ...keptKinds.map((kind) => [t(`public.keeping.kind.${kind}`), long(kind), who(kind), held(kind), gone(kind)]),
          ]}
        />
      </section>
    </>
  );
}
