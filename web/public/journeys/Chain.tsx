import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { useMoment } from "./useMoment.ts";

/** One chain's head now, and at the end of each day. */
export default function Chain() {
  const { t } = useWords();
  const format = useFormat();
  const moment = useMoment();
  const { chain = "" } = useParams({ strict: false }) as { chain?: string };
  const facilities = useQuery(reading(api.publicFacilities));
  const pages = useInfiniteQuery({
    queryKey: [api.publicAuditHead.id, chain],
    queryFn: ({ pageParam, signal }) =>
      call(api.publicAuditHead, { params: { chain }, query: pageParam ? { after: pageParam } : {}, signal }).catch((caught) => {
        throw asProblem(caught);
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const name = facilities.data?.find((each) => each.id === chain)?.name ?? t("public.seals.other");
  usePageTitle(t("public.seals.title_of", { name }));
  const now = pages.data?.pages[0]?.now;
  const days = pages.data?.pages.flatMap((page) => page.days) ?? [];
  const dayName = (day: string) => format.day(day, { year: "numeric", month: "long", day: "numeric" });
  if (pages.error) return <Refusal problem={asProblem(pages.error)} />;
  if (!pages.data || facilities.isPending) return <Waiting />;
  return (
    <>
      <Link className="linkish noprint" to={paths.record}>
        <Icon name="previous" />
        {t("public.seals")}
      </Link>
      <h1>{t("public.seals.title_of", { name })}</h1>
      <Rule />
      <section aria-labelledby="now">
        <h2 id="now">{t("public.seals.now")}</h2>
        {now ? (
          <>
            <p>
              {t("public.seals.line", { number: format.number(now.number), total: format.number(now.total), at: moment(now.sealedAt) })}
            </p>
            <code className="public-hash">{now.hash}</code>
          </>
        ) : (
          <p>{t("public.seals.none")}</p>
        )}
      </section>
      <section aria-labelledby="days">
        <h2 id="days">{t("public.seals.days")}</h2>
        {days.length === 0 && <p>{t("public.seals.days.none")}</p>}
        {days.length > 0 && (
          <>
            <ul className="public-heads">
              {days.map((head) => (
                <li key={head.day}>
                  <b>{dayName(head.day)}</b>
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
            {pages.hasNextPage && (
              <Button kind="second" isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
                {t("public.seals.more")}
              </Button>
            )}
            <TakeAway
              name="record-heads-by-day"
              rows={() => [
                [t("public.seals.day"), t("public.seals.number"), t("public.seals.total"), t("public.seals.at"), t("public.seals.hash")],
                ...days.map((head) => [head.day, head.number, head.total, head.sealedAt, head.hash]),
              ]}
            />
          </>
        )}
        <p className="soft">
          <a href={`/api/public/audit/${chain}`}>{t("public.seals.json")}</a>
        </p>
      </section>
    </>
  );
}
