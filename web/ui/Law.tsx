import type { z } from "zod";
import { type freePeriods, pricePayers, type services } from "#contracts/price-limits.ts";
import type { LawCited, LawOfDay } from "#contracts/prices.ts";
import { useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";
import { Pill } from "./Pill.tsx";

export type Cited = z.infer<typeof LawCited>;
export type Law = z.infer<typeof LawOfDay>;
/** The addresses in a source, each with its scheme where it is told, and its host. */
const SITES = /(https?:\/\/)?(?:www\.)?((?:[a-z\d-]+\.)+(?:com|org|gov|us|net|edu))(?:\/[^\s),]*)?/g;
const LONG = { year: "numeric", month: "long", day: "numeric" } as const;

/** Who pays a price, its taxes and its free minutes, in words. */
export function usePriceWords() {
  const { t } = useWords();
  const format = useFormat();
  return {
    service: (service: (typeof services)[number]) => t(`shared.service.${service}`),
    payers: (split: Record<(typeof pricePayers)[number], number>) =>
      pricePayers
        .filter((payer) => split[payer] > 0)
        .map((payer) =>
          split[payer] === 100
            ? t(`shared.payer.${payer}`)
            : t("shared.payer.part", { payer: t(`shared.payer.${payer}`), percent: split[payer] }),
        )
        .join(", "),
    freeMinutes: (count: number, period: (typeof freePeriods)[number]) => (count === 0 ? "" : t(`shared.price.free.${period}`, { count })),
    /** The days on which a law holds. */
    days: ({ from, through }: Pick<Cited, "from" | "through">) => {
      const day = (each: string) => format.day(each, LONG);
      if (from && through) return t("shared.law.span", { from: day(from), through: day(through) });
      return from ? t("shared.law.from", { from: day(from) }) : t("shared.law.undated");
    },
  };
}

/** Where a law is written, and what about it is unsure. The law's own words are English in every language. */
export function Citation({ law }: { law: Cited }) {
  const { t } = useWords();
  const words = usePriceWords();
  return (
    <>
      <span className="law-name" lang="en">
        {law.law}
      </span>
      <span className="law-line soft">{words.days(law)}</span>
      <span className="law-line soft">
        {t("shared.law.source")}: <Sources of={law.sources} />
      </span>
      {!law.sure && (
        <span className="law-line">
          <Pill tone="warn" icon="help">
            {t("shared.law.unsure")}
          </Pill>{" "}
          <span className="soft" lang="en">
            {law.confidence}
          </span>
        </span>
      )}
    </>
  );
}

/** Where it was read, by the names of the sites: those whose whole address is known, or where there is none, all. The files have every source in full. */
function Sources({ of }: { of: readonly string[] }) {
  const sites = of.flatMap((source) => [...source.matchAll(SITES)]);
  const whole = sites.filter(([, scheme]) => scheme);
  return (whole.length > 0 ? whole : sites).map(([address, scheme, host], at) => (
    <span key={address}>
      {at > 0 && ", "}
      {scheme ? (
        <a href={address} rel="noreferrer">
          {host}
        </a>
      ) : (
        host
      )}
    </span>
  ));
}

/** What the law says of a minute on a day: the most that it may cost, by which law, and whether contact is free. */
export function LawNow({ law, known = true }: { law: Law; known?: boolean }) {
  const { t } = useWords();
  const format = useFormat();
  return (
    <div className="law">
      {law.free && (
        <p>
          <Pill tone="good">{t("shared.law.free")}</Pill>
          <span className="law-line">{t("shared.law.free.says")}</span>
          <Citation law={law.free} />
        </p>
      )}
      {law.cap && (
        <p>
          <b>{t("shared.law.at_most", { price: format.perMinute(law.cap.microsPerMinute) })}</b>
          {law.carriedOver && <span className="law-line">{t("shared.law.carried")}</span>}
          <Citation law={law.cap} />
        </p>
      )}
      {!law.cap && known && (
        <p>
          <b>{t("shared.law.none")}</b>
          <span className="law-line soft">{t("shared.law.none.says")}</span>
        </p>
      )}
    </div>
  );
}
