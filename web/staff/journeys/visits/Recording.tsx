import { useState } from "react";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
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

/** The recording of a visit: where it stands, and a look at it once a purpose was stated. */
export function Recording({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const { can, facilityId } = useHere();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<string>();
  const { status, progress } = visit.recording;
  return (
    <section className="card" aria-labelledby="recording">
      <h2 id="recording">{t("staff.recording.title")}</h2>
      <div className="stack gap-2">
        {status === "processing" || status === "queued" ? (
          <Progress label={t(`staff.recording.${status}`)} value={Math.round(progress * 100)} />
        ) : (
          <p className={status === "failed" ? "stop" : "soft"}>
            {t(status === "none" && visit.room !== "recorded" ? "staff.recording.never" : `staff.recording.${status}`)}
          </p>
        )}
        {status === "ready" && can("recording.disclose") && !shown && (
          <>
            <Button kind="second" size="small" onPress={() => setAsking(true)}>
              <Icon name="play" />
              {t("staff.recording.open")}
            </Button>
            <p className="soft">{t("staff.recording.open.more")}</p>
          </>
        )}
        {status === "ready" && !can("recording.disclose") && <p className="soft">{t("staff.recording.not_yours")}</p>}
        {shown && (
          <>
            {/* biome-ignore lint/a11y/useMediaCaption: nobody captions a family's visit; the chat stands in the record. */}
            <video
              className="player"
              controls
              preload="metadata"
              aria-label={t("staff.recording.player", { resident: visit.residentName, contact: visit.contactName })}
              src={urlOf(api.playRecording.path, { facilityId, visitId: visit.id, disclosureId: shown })}
            />
            <p className="soft">{t("staff.recording.logged")}</p>
            <Button kind="quiet" size="small" onPress={() => setShown(undefined)}>
              {t("staff.recording.close")}
            </Button>
          </>
        )}
      </div>
      {asking && (
        <StatePurpose
          visitId={visit.id}
          onClose={() => setAsking(false)}
          onOpen={(id) => {
            setAsking(false);
            setShown(id);
          }}
        />
      )}
    </section>
  );
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
