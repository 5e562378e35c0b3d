import { parseDateTime, toZoned } from "@internationalized/date";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

const reasons = ["repair", "cleaning", "unit_closed", "safety", "other"] as const;
const HOUR_MS = 3_600_000;

/** Blocks a station from one time to another, on the facility's own clock. */
export function BlockStation(props: { station: { id: string; name: string }; onDone: () => void; onClose: () => void }) {
  const { station, onDone, onClose } = props;
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const [id] = useState(newId);
  const [from, setFrom] = useState(() => localOf(Date.now(), zone));
  const [to, setTo] = useState(() => localOf(Date.now() + 2 * HOUR_MS, zone));
  const [reason, setReason] = useState<(typeof reasons)[number]>("repair");
  const block = useAct(api.blockStation, {
    onDone: () => {
      void toast(t("staff.station.block.done"));
      onDone();
    },
  });
  const [startsAt, endsAt] = [instantOf(from, zone), instantOf(to, zone)];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.station.block.title", { station: station.name })}
      actions={
        <>
          <Button
            kind="stop"
            isPending={block.isPending}
            isDisabled={!startsAt || !endsAt}
            onPress={() =>
              startsAt && endsAt && block.mutate({ params: { facilityId, stationId: station.id }, body: { id, startsAt, endsAt, reason } })
            }
          >
            {t("staff.station.block.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.station.block.lead")}</p>
      {block.error && <Refusal problem={block.error} />}
      <TextField label={t("staff.station.block.from")} type="datetime-local" value={from} onChange={setFrom} />
      <TextField label={t("staff.station.block.to")} type="datetime-local" value={to} onChange={setTo} />
      <p className="soft">{t("staff.station.block.zone", { zone: format.zone(zone) })}</p>
      <Select
        label={t("staff.station.why")}
        value={reason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, label: t(`staff.block.${value}`) }))}
      />
    </Dialog>
  );
}

/** `2026-11-21T14:00`, as the field for date and time wants it, on the facility's clock. */
const localOf = (at: number, zone: string): string => `${dayIn(at, zone)}T${hourAndMinute(at, zone)}`;
const hourAndMinute = (at: number, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);

function instantOf(local: string, zone: string): string | undefined {
  try {
    return toZoned(parseDateTime(local), zone).toAbsoluteString();
  } catch {
    return undefined;
  }
}
