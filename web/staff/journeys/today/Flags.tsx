import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { CancelFlagged, type Flag } from "./CancelFlagged.tsx";

const REFRESH_MS = 15_000;

/** Visits that no longer fit, each with its reason, and the two things that can be decided; of all visits, or of one. */
export function Flags({ visitId }: { visitId?: string }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone, can } = useHere();
  const queries = useQueryClient();
  const flags = useQuery({ ...reading(api.flagList, { params: { facilityId } }), refetchInterval: REFRESH_MS });
  const resolve = useAct(api.resolveFlag, {
    onDone: async () => {
      void toast(t("staff.flags.done.keep"));
      await queries.invalidateQueries();
    },
  });
  const [cancelling, setCancelling] = useState<Flag>();
  const shown = flags.data?.filter((flag) => visitId === undefined || flag.visitId === visitId) ?? [];
  if (shown.length === 0) return null;
  const when = (at: string) => `${format.day(dayIn(at, zone))}, ${format.time(at, zone)}`;
  return (
    <section className="card" aria-labelledby="flags">
      <div className="spread">
        <h2 id="flags">{t("staff.flags.title")}</h2>
        <span className="pill nums" data-tone="warn">
          {shown.length}
        </span>
      </div>
      {resolve.error && <Refusal problem={resolve.error} />}
      <ul className="list todo">
        {shown.map((flag) => (
          <li key={flag.id}>
            <span className="mk warn">
              <Icon name="warning" />
            </span>
            <div className="grow">
              <h3>{t(`staff.flags.${flag.reason}`, { resident: flag.residentName })}</h3>
              <p className="soft">{t("staff.flags.visit", { contact: flag.contactName, when: when(flag.startsAt) })}</p>
              <p className="soft">{flag.cancelsAt ? t("staff.flags.cancels", { when: when(flag.cancelsAt) }) : t("staff.flags.stays")}</p>
              {can("visit.review") && (
                <div className="row row-wrap gap-1">
                  <Button
                    kind="second"
                    size="small"
                    label={t("staff.flags.keep_for", { resident: flag.residentName, when: when(flag.startsAt) })}
                    isPending={resolve.isPending && resolve.variables.params.flagId === flag.id}
                    onPress={() => resolve.mutate({ params: { facilityId, flagId: flag.id }, body: { act: "keep" } })}
                  >
                    {t("staff.flags.keep")}
                  </Button>
                  <Button
                    kind="stop-second"
                    size="small"
                    label={t("staff.flags.cancel_for", { resident: flag.residentName, when: when(flag.startsAt) })}
                    onPress={() => setCancelling(flag)}
                  >
                    {t("staff.flags.cancel")}
                  </Button>
                  {visitId === undefined && (
                    <Go to={paths.visit} params={{ visitId: flag.visitId }} look="quiet">
                      {t("staff.needs.resident_late.go")}
                    </Go>
                  )}
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      {cancelling && <CancelFlagged flag={cancelling} when={when(cancelling.startsAt)} onClose={() => setCancelling(undefined)} />}
    </section>
  );
}
