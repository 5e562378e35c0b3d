import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

const reasons = ["safety", "unit_closing", "screen_needed", "other"] as const;
type Reason = (typeof reasons)[number];

/** Signs out whoever is signed in at one station, with the reason that its screen shows. */
export function SignOut(props: { station: { id: string; name: string }; name: string; onDone: () => void; onClose: () => void }) {
  const { station, name, onDone, onClose } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const out = useAct(api.signOutStation, {
    onDone: ({ ended }) => {
      void toast(t("staff.signout.done", { count: ended }));
      onDone();
    },
  });
  return (
    <Asking
      title={t("staff.signout.title", { name, station: station.name })}
      lost={t("staff.signout.lost")}
      isPending={out.isPending}
      error={out.error}
      onSend={(reason) => out.mutate({ params: { facilityId, stationId: station.id }, body: { reason } })}
      onClose={onClose}
    />
  );
}

/** Signs out everybody at the stations of a unit or of a group, at the end of the dayroom's hours or in an emergency. */
export function SignOutAll({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [where, setWhere] = useState("");
  const units = useQuery(reading(api.unitList, { params: { facilityId } }));
  const groups = useQuery(reading(api.stationGroups, { params: { facilityId } }));
  const out = useAct(api.signOutStations, {
    onDone: ({ ended, inVisit }) => {
      const stayed = inVisit > 0 ? ` ${t("staff.signout.stayed", { count: inVisit })}` : "";
      void toast(t("staff.signout.done", { count: ended }) + stayed);
      onDone();
    },
  });
  const options = [
    ...(units.data ?? []).map(({ id, name }) => ({ value: `unitId ${id}`, label: t("staff.signout.all.unit", { name }) })),
    ...(groups.data ?? []).map(({ id, name }) => ({ value: `groupId ${id}`, label: t("staff.signout.all.group", { name }) })),
  ];
  const chosen = where || options[0]?.value || "";
  return (
    <Asking
      title={t("staff.signout.all.title")}
      lost={t("staff.signout.all.lost")}
      isPending={out.isPending}
      error={out.error}
      onSend={(reason) => {
        const [kind = "", id = ""] = chosen.split(" ");
        out.mutate({ params: { facilityId }, body: { reason, ...(kind === "unitId" ? { unitId: id } : { groupId: id }) } });
      }}
      onClose={onClose}
    >
      <Select label={t("staff.signout.all.where")} value={chosen} onChange={setWhere} options={options} />
    </Asking>
  );
}

function Asking(props: {
  title: string;
  lost: string;
  isPending: boolean;
  error: Parameters<typeof Refusal>[0]["problem"] | null;
  onSend: (reason: Reason) => void;
  onClose: () => void;
  children?: React.ReactNode;
}) {
  const { title, lost, isPending, error, onSend, onClose, children } = props;
  const { t } = useWords();
  const [reason, setReason] = useState<Reason | "">("");
  const [tried, setTried] = useState(false);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button
            kind="stop"
            isPending={isPending}
            onPress={() => {
              setTried(true);
              if (reason) onSend(reason);
            }}
          >
            {t("staff.signout.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{lost}</p>
      {error && <Refusal problem={error} />}
      {children}
      <RadioGroup
        label={t("staff.station.why")}
        wrong={tried && !reason ? t("shared.choose") : undefined}
        value={reason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, label: t(`staff.signout.${value}`) }))}
      />
    </Dialog>
  );
}
