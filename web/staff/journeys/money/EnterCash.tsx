import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dollarsToCents } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

type Kind = "cash" | "money_order";
type Whom = "resident" | "family";

/** Writes down what was handed in; it counts once somebody else has counted it. */
export function EnterCash({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [id] = useState(() => newId());
  const [kind, setKind] = useState<Kind>("cash");
  const [whom, setWhom] = useState<Whom>("resident");
  const [bookingNumber, setBookingNumber] = useState("");
  const [email, setEmail] = useState("");
  const [typed, setTyped] = useState("");
  const [receiptNumber, setReceiptNumber] = useState("");
  const [orderNumber, setOrderNumber] = useState("");
  const enter = useAct(api.enterCash, {
    onDone: async () => {
      void toast(t("staff.money.cash.done"));
      onClose();
      await queries.invalidateQueries({ queryKey: [api.cashEntries.id] });
    },
  });
  const cents = dollarsToCents(typed);
  const isWhole =
    cents !== undefined && (whom === "resident" ? bookingNumber.trim() !== "" : email.includes("@")) && receiptNumber.trim() !== "";
  const order = kind === "money_order" ? orderNumber.trim() || null : null;
  const whose = whom === "resident" ? { bookingNumber: bookingNumber.trim() } : { email: email.trim() };
  const send = () =>
    cents !== undefined &&
    enter.mutate({ params: { facilityId }, body: { id, kind, cents, receiptNumber: receiptNumber.trim(), orderNumber: order, ...whose } });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.money.cash.enter")}
      actions={
        <>
          <Button isDisabled={!isWhole} isPending={enter.isPending} onPress={send}>
            {t("staff.money.cash.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.money.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.money.cash.two")}</p>
      {enter.error && <Refusal problem={enter.error} />}
      <Select
        label={t("staff.money.cash.kind")}
        value={kind}
        onChange={setKind}
        options={(["cash", "money_order"] as const).map((value) => ({ value, label: t(`staff.money.cash.kind.${value}`) }))}
      />
      <Select
        label={t("staff.money.cash.whom")}
        value={whom}
        onChange={setWhom}
        options={(["resident", "family"] as const).map((value) => ({ value, label: t(`staff.money.cash.whom.${value}`) }))}
      />
      {whom === "resident" ? (
        <TextField label={t("staff.money.cash.booking")} value={bookingNumber} onChange={setBookingNumber} maxLength={40} />
      ) : (
        <TextField label={t("staff.money.cash.email")} type="email" inputMode="email" value={email} onChange={setEmail} maxLength={254} />
      )}
      <TextField
        label={t("staff.money.cash.dollars")}
        wrong={typed !== "" && cents === undefined ? t("staff.money.unclear") : undefined}
        value={typed}
        onChange={setTyped}
        maxLength={12}
      />
      <TextField label={t("staff.money.cash.receipt")} value={receiptNumber} onChange={setReceiptNumber} maxLength={40} />
      {kind === "money_order" && (
        <TextField label={t("staff.money.cash.order")} value={orderNumber} onChange={setOrderNumber} maxLength={40} />
      )}
    </Dialog>
  );
}
