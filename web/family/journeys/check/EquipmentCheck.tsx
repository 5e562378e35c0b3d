import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { EquipmentCheck as Check } from "#contracts/equipment.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { useOpened, useSnapshot } from "#web/family/journeys/live/use-opened.ts";
import { paths } from "#web/family/paths.ts";
import { Back, Bottom } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { openEquipment } from "#web/live/equipment.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Progress } from "#web/ui/Meter.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Found } from "./Found.tsx";
import { equipmentOf } from "./found.rules.ts";
import { type LineSnapshot, openLineCheck } from "./line-check.ts";
import { Mirror } from "./Mirror.tsx";
import { Speaker } from "./Speaker.tsx";
import "#web/family/journeys/live/live.css";
import "./check.css";

type Step = { at: "start" } | { at: "checking"; id: string } | { at: "found"; check: Check };

/** The reader's own phone or computer, any day: camera, microphone, speaker and the line, kept with its date for the reader alone. */
export default function EquipmentCheck() {
  const { t } = useWords();
  const [step, setStep] = useState<Step>({ at: "start" });
  const begin = () => setStep({ at: "checking", id: newId() });
  usePageTitle(t("family.equipment.act"));
  return (
    <>
      <Back to={paths.help}>{t("family.help.title")}</Back>
      <h1 className="h1-small">{t("family.equipment.act")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.equipment.lead")}</p>
      {step.at === "checking" ? (
        <Checking key={step.id} id={step.id} onFound={(check) => setStep({ at: "found", check })} onAgain={begin} />
      ) : (
        <div className="stack gap-6">
          {step.at === "start" ? <Last /> : <JustFound check={step.check} />}
          <p className="soft">{t("family.equipment.private")}</p>
        </div>
      )}
      {step.at !== "checking" && (
        <Bottom label={t("family.equipment.act")}>
          <Button wide onPress={begin}>
            {t(step.at === "found" ? "family.equipment.again" : "family.equipment.begin")}
          </Button>
        </Bottom>
      )}
    </>
  );
}

function Last() {
  const own = useQuery(reading(api.ownCheck));
  if (own.error) return <Refusal problem={own.error} />;
  if (!own.data) return <Skeleton height="8em" />;
  return own.data.last && <Found check={own.data.last} />;
}

/** Stood at and read out when it appears: the button that led here is gone. */
function JustFound({ check }: { check: Check }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div tabIndex={-1} ref={place}>
      <Found check={check} />
    </div>
  );
}

function Checking({ id, onFound, onAgain }: { id: string; onFound: (check: Check) => void; onAgain: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const equipment = useOpened(openEquipment, true);
  const found = useSnapshot(equipment);
  const line = useSnapshot(useOpened(() => openLineCheck(id), true));
  const [heard, setHeard] = useState<boolean | null>(null);
  const end = useAct(api.endCheck, {
    onDone: (check) => {
      void queries.invalidateQueries({ queryKey: [api.ownCheck.id] });
      onFound(check);
    },
  });
  const ready = found !== null && found.status !== "asking" && line?.status === "done" && heard !== null;
  const finish = () => {
    if (!found || !line) return;
    const speaker = heard ? "heard" : "not_heard";
    end.mutate({ params: { checkId: id }, body: { ...equipmentOf(found), speaker, measured: line.measured } });
  };
  if (line?.refused && line.problem)
    return (
      <div className="stack gap-6">
        <Refusal problem={line.problem} />
        <Button kind="second" wide onPress={onAgain}>
          {t("family.equipment.again")}
        </Button>
      </div>
    );
  return (
    <>
      <div className="stack gap-6">
        <Mirror found={found} onRetry={() => equipment?.retry()} />
        <Speaker heard={heard} onHeard={setHeard} />
        <Line line={line} />
        {end.error && <Refusal problem={end.error} />}
      </div>
      <Bottom label={t("family.equipment.act")}>
        {!ready && <p className="soft">{t(waitsFor(found?.status, heard, line?.status))}</p>}
        <Button wide isDisabled={!ready} isPending={end.isPending} onPress={finish}>
          {t("family.equipment.see")}
        </Button>
      </Bottom>
    </>
  );
}

/** What the button still waits for, the reader's own part first. */
function waitsFor(camera: string | undefined, heard: boolean | null, line: string | undefined) {
  if (camera === undefined || camera === "asking") return "live.check.asking.more";
  if (heard === null) return "family.equipment.waits.speaker";
  return line === "done" ? "family.equipment.see" : "family.equipment.waits.line";
}

function Line({ line }: { line: LineSnapshot | null }) {
  const { t } = useWords();
  return (
    <section className="card stack" aria-labelledby="line">
      <h2 id="line" className="h3">
        {t("family.equipment.line")}
      </h2>
      {line?.status === "done" ? (
        <p role="status">{t(line.problem ? "family.equipment.line.unknown" : "family.equipment.line.done")}</p>
      ) : (
        <Progress label={t("family.equipment.line.running")} value={line?.percent ?? 0} />
      )}
    </section>
  );
}
