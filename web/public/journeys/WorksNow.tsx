import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useWords } from "#web/public/words.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";

const LOOK_AGAIN_MS = 30_000;

/** What works at this moment, as the server itself finds it; looked at again every half minute. */
export function WorksNow() {
  const { t } = useWords();
  const health = useQuery({ ...reading(api.health), refetchInterval: LOOK_AGAIN_MS });
  const rows = [
    ["booking", health.data?.database.status],
    ["visits", health.data?.media.status],
  ] as const;
  return (
    <section aria-labelledby="works">
      <h2 id="works">{t("public.works")}</h2>
      <dl className="public-works" aria-live="polite">
        {rows.map(([name, status]) => (
          <div key={name}>
            <dt>{t(`public.works.${name}`)}</dt>
            <dd>
              {health.isPending ? (
                <Skeleton width="6em" />
              ) : status === "ok" ? (
                <Pill tone="good">{t("public.works.yes")}</Pill>
              ) : (
                <Pill tone="stop">{t("public.works.no")}</Pill>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
