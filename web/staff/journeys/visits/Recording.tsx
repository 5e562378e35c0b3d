import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Progress } from "#web/ui/Meter.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { purposes } from "./purposes.ts";
import type { VisitOfPage } from "./Visit.tsx";

/** The recording of a visit: where it stands, and the way to look at it, which begins with a purpose. */
export function Recording({ visit, isShown, onOpen }: { visit: VisitOfPage; isShown: boolean; onOpen: (disclosureId: string) => void }) {
  const { t } = useWords();
  const { can } = useHere();
  const [asking, setAsking] = useState(false);
  const { status, progress } = visit.recording;
  return (
    <section className="card" aria-labelledby="recording">
      <h2 id="recording">{t("staff.recording.title")}</h2>
      <div className="stack gap-2">
        {status === "processing" || status === "queued" ? (
          <Progress label={t(`staff.recording.${status}`)} value={Math.round(progress * 100)} />
        ) : (
          <p className={status === "failed" ? "stop" : "soft"}>{t(status === "none" ? withoutOne(visit) : `staff.recording.${status}`)}</p>
        )}
        {status === "ready" && can("recording.disclose") && !isShown && (
          <>
            <Button kind="second" size="small" onPress={() => setAsking(true)}>
              <Icon name="play" />
              {t("staff.recording.open")}
            </Button>
            <p className="soft">{t("staff.recording.open.more")}</p>
          </>
        )}
        {status === "ready" && !can("recording.disclose") && <p className="soft">{t("staff.recording.not_yours")}</p>}
      </div>
      {asking && (
        <StatePurpose
          visitId={visit.id}
          onClose={() => setAsking(false)}
          onOpen={(id) => {
            setAsking(false);
            onOpen(id);
          }}
        />
      )}
    </section>
  );
}

/** Why there is no recording: none is ever made there, the visit is still to come, or nothing came of it. */
function withoutOne({ room, status }: VisitOfPage) {
  if (room !== "recorded") return "staff.recording.never";
  return status === "booked" ? "staff.recording.coming" : "staff.recording.none";
}

function StatePurpose({ visitId, onClose, onOpen }: { visitId: string; onClose: () => void; onOpen: (id: string) => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [id] = useState(newId);
  const [purpose, setPurpose] = useState<(typeof purposes)[number] | "">("");
  const [basis, setBasis] = useState("");
  const [tried, setTried] = useState(false);
  const opening = useAct(api.openDisclosure, { onDone: (answer) => onOpen(answer.id) });
  const short = basis.trim().length < BASIS_LENGTH_MIN;
  const send = () => {
    setTried(true);
    if (purpose && !short) opening.mutate({ params: { facilityId, visitId }, body: { id, purpose, basis: basis.trim() } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.purpose.title")}
      actions={
        <>
          <Button isPending={opening.isPending} onPress={send}>
            {t("staff.purpose.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.purpose.lead")}</p>
      {opening.error && <Refusal problem={opening.error} />}
      <Select
        label={t("staff.purpose.purpose")}
        value={purpose}
        onChange={setPurpose}
        wrong={tried && !purpose ? t("shared.choose") : undefined}
        options={purposes.map((value) => ({ value, label: t(`staff.purpose.${value}`) }))}
      />
      <TextField
        label={t("staff.purpose.basis")}
        hint={t("staff.purpose.basis.hint")}
        value={basis}
        onChange={setBasis}
        maxLength={200}
        wrong={tried && short ? t("shared.field.required") : undefined}
      />
    </Dialog>
  );
}

const BASIS_LENGTH_MIN = 3;
