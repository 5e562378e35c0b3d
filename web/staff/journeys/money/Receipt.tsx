import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Facts, Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Money } from "#web/ui/Money.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";

const LONG = { year: "numeric", month: "long", day: "numeric" } as const;

/** The receipt of what was handed in, to be printed and given along. */
export default function Receipt() {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const { entryId = "" } = useParams({ strict: false });
  const receipt = useQuery(reading(api.cashReceipt, { params: { facilityId, entryId } }));
  usePageTitle(t("staff.money.receipt"));
  if (receipt.error) return <Refusal problem={receipt.error} />;
  if (!receipt.data) return <Waiting />;
  const { data } = receipt;
  const at = (moment: string) => `${format.dayInside(dayIn(moment, zone), LONG)}, ${format.time(moment, zone)}`;
  return (
    <>
      <p className="back noprint">
        <Go to={paths.money} look="quiet">
          <Icon name="previous" />
          {t("staff.rail.money")}
        </Go>
      </p>
      <Head title={t("staff.money.receipt.of", { number: data.receiptNumber })}>
        <span className="noprint">
          <Button onPress={() => window.print()}>{t("staff.money.receipt.print")}</Button>
        </span>
      </Head>
      <section className="card stack">
        <p className="lead">{data.facilityName}</p>
        <Facts
          rows={[
            [t("staff.money.sum"), <Money key="sum" cents={data.cents} />],
            [t("staff.money.cash.for"), data.forName],
            [t("staff.money.cash.kind"), `${t(`staff.money.cash.kind.${data.kind}`)} ${data.orderNumber ?? ""}`],
            [t("staff.money.cash.entered_by"), `${data.enteredBy}, ${at(data.enteredAt)}`],
            [
              t("staff.money.cash.decided_by"),
              data.decidedAt
                ? `${t(`staff.money.cash.state.${data.state}`)}: ${data.decidedBy}, ${at(data.decidedAt)}`
                : t("staff.money.cash.state.entered"),
            ],
          ]}
        />
        <p>{t(`staff.money.receipt.rule.${data.state}`)}</p>
      </section>
    </>
  );
}
