import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { auditPublic } from "#contracts/audit.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { useMoment } from "./useMoment.ts";

type Head = AnswerOf<typeof auditPublic.publicAuditHeads>[number];

/** Where the record of every facility stands: whoever keeps a copy of these lines notices when anything before them is changed. */
export default function RecordHeads() {
  const { t } = useWords();
  const format = useFormat();
  const moment = useMoment();
  const heads = useQuery(reading(api.publicAuditHeads));
  const facilities = useQuery(reading(api.publicFacilities));
  usePageTitle(t("public.seals"));
  const order = ["facility", "agency", "world"];
  const name = ({ chain, kind }: Head) =>
    kind === "facility"
      ? (facilities.data?.find((each) => each.id === chain)?.name ?? chain)
      : t(`public.seals.of_${kind}`, { id: chain.slice(-6) });
  const rows = (heads.data ?? []).toSorted(
    (one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || name(one).localeCompare(name(other)),
  );
  return (
    <>
      <h1>{t("public.seals")}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.seals.lead")}</p>
      <p className="public-lead">{t("public.seals.how")}</p>
      <section aria-labelledby="now">
        <h2 id="now">{t("public.seals.now")}</h2>
        {(heads.error ?? facilities.error) && <Refusal problem={(heads.error ?? facilities.error)!} />}
        {(heads.isPending || facilities.isPending) && <Waiting />}
        {heads.data?.length === 0 && <p>{t("public.seals.none")}</p>}
        {facilities.data && rows.length > 0 && (
          <>
            <ul className="public-heads">
              {rows.map((head) => (
                <li key={head.chain}>
                  <Link to={paths.chain} params={{ chain: head.chain }}>
                    <b>{name(head)}</b>
                  </Link>
                  <span className="soft public-line">
                    {t("public.seals.line", {
                      number: format.number(head.number),
                      total: format.number(head.total),
                      at: moment(head.sealedAt),
                    })}
                  </span>
                  <code className="public-hash">{head.hash}</code>
                </li>
              ))}
            </ul>
            <TakeAway
              name="record-heads"
              rows={() => [
                [t("public.seals.of"), t("public.seals.number"), t("public.seals.total"), t("public.seals.at"), t("public.seals.hash")],
                ...rows.map((head) => [name(head), head.number, head.total, head.sealedAt, head.hash]),
              ]}
            />
          </>
        )}
        <p className="soft">
          <a href="/api/public/audit">{t("public.seals.json")}</a>
        </p>
      </section>
    </>
  );
}
