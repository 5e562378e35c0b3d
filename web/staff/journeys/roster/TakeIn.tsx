import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { RosterPlan } from "#contracts/roster.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Select } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Progress } from "#web/ui/Meter.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { FileField } from "./FileField.tsx";
import { Plan } from "./Plan.tsx";
import type { RosterPage } from "./Roster.tsx";
import { sendFile } from "./sending.ts";

type Kind = "full" | "delta";
/** One list: chosen, sent to be looked at, looked at, sent to be taken in, taken in. A step has what it needs, and no more. */
type Step =
  | { at: "choosing" }
  | { at: "sending"; act: "plan" | "import"; share: number; plan?: RosterPlan }
  | { at: "looking"; plan: RosterPlan; importId: string }
  | { at: "done"; plan: RosterPlan };

/** Takes in a list: nothing is changed before somebody has seen what would be. */
export function TakeIn({ page }: { page: RosterPage }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>({ at: "choosing" });
  const [file, setFile] = useState<File>();
  const [source, setSource] = useState(page.mappings[0]?.mapping.name ?? "");
  const [kind, setKind] = useState<Kind>("full");
  const [refused, setRefused] = useState<Problem>();
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);
  const mapping = page.mappings.find((one) => one.mapping.name === source)?.mapping;

  async function plan() {
    if (!file || !mapping) return;
    setRefused(undefined);
    setStep({ at: "sending", act: "plan", share: 0 });
    const asked = {
      params: { facilityId },
      query: { mapping: source, kind },
      file,
      format: mapping.format,
      signal: leaving.current.signal,
    };
    try {
      const told = await sendFile(api.planRoster, asked, (share) => setStep({ at: "sending", act: "plan", share }));
      setStep({ at: "looking", plan: told, importId: newId() });
    } catch (caught) {
      setRefused(asProblem(caught));
      setStep({ at: "choosing" });
    }
  }

  async function takeIn(looked: RosterPlan, id: string) {
    if (!file || !mapping) return;
    setRefused(undefined);
    const sending = (share: number) => setStep({ at: "sending", act: "import", share, plan: looked });
    sending(0);
    const query = { id, mapping: source, kind, planHash: looked.planHash };
    const asked = { params: { facilityId }, query, file, format: mapping.format, signal: leaving.current.signal };
    try {
      setStep({ at: "done", plan: await sendFile(api.importRoster, asked, sending) });
      await queries.invalidateQueries();
    } catch (caught) {
      const problem = asProblem(caught);
      setRefused(problem);
      // What was looked at is not what would be done any more: it is looked at again.
      if (problem.codes.includes("roster.plan_changed")) setStep({ at: "choosing" });
      else setStep({ at: "looking", plan: looked, importId: id });
    }
  }

  const begin = () => {
    setFile(undefined);
    setStep({ at: "choosing" });
  };
  return (
    <Part id="take-in" title={t("staff.roster.take_in")}>
      {refused && <Refusal problem={refused} />}
      {step.at === "choosing" && (
        <form
          className="stack"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            void plan();
          }}
        >
          <p className="soft">{t("staff.roster.take_in.lead")}</p>
          <Select
            label={t("staff.roster.mapping")}
            hint={t("staff.roster.mapping.hint")}
            value={source}
            onChange={setSource}
            options={page.mappings.map(({ mapping: { name } }) => ({ value: name, label: name }))}
          />
          <RadioGroup
            label={t("staff.roster.kind")}
            value={kind}
            onChange={setKind}
            options={(["full", "delta"] as const).map((value) => ({ value, label: t(`staff.roster.kind.${value}`) }))}
          />
          <FileField label={t("staff.roster.file")} hint={t("staff.roster.file.hint")} file={file} onChange={setFile} />
          <div>
            <Button type="submit" isDisabled={!file || !mapping}>
              {t("staff.roster.look")}
            </Button>
          </div>
        </form>
      )}
      {step.at === "sending" && <Sending act={step.act} share={step.share} name={file?.name ?? ""} />}
      {step.at === "looking" && (
        <Plan plan={step.plan} name={file?.name ?? ""} onBack={begin} onConfirm={() => void takeIn(step.plan, step.importId)} />
      )}
      {step.at === "done" && (
        <div className="stack">
          <Banner tone="good" live>
            <p>
              <b>{t("staff.roster.done")}</b> {t("staff.roster.done.more", countsOf(step.plan))}
            </p>
          </Banner>
          <div>
            <Button kind="second" onPress={begin}>
              {t("staff.roster.another")}
            </Button>
          </div>
        </div>
      )}
    </Part>
  );
}

const countsOf = ({ counts: { admits, moves, releases, changes } }: RosterPlan) => ({ admits, moves, releases, changes });
const ASKED_EVERY_MS = 1000;

function Sending({ act, share, name }: { act: "plan" | "import"; share: number; name: string }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const progress = useQuery({
    ...reading(api.rosterProgress, { params: { facilityId } }),
    enabled: act === "import",
    refetchInterval: ASKED_EVERY_MS,
  });
  const stage = progress.data?.stage;
  const rows = format.number(progress.data?.rows ?? 0);
  return (
    <div className="stack" role="status">
      <Progress label={t("staff.roster.sending", { name })} value={Math.round(share * 100)} />
      {share === 1 && <p>{act === "import" && stage ? t(`staff.roster.stage.${stage}`, { rows }) : t("staff.roster.reading")}</p>}
      {act === "import" && <p className="soft">{t("staff.roster.stay")}</p>}
    </div>
  );
}
