import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { RosterPlan, RosterRun } from "#contracts/roster.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { asProblem, type Problem, problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Going, WhoSent } from "./Going.tsx";
import { type Choice, ListForm } from "./ListForm.tsx";
import { Plan } from "./Plan.tsx";
import type { RosterPage } from "./Roster.tsx";
import { sendFile } from "./sending.ts";

const ASKED_EVERY_MS = 1000;
/** A file on its way to the server; where it is afterwards, the server says. */
interface Sending {
  share: number;
  name: string;
}

/** Takes in a list: nothing is changed before somebody has seen what would be. What runs is the server's, so that a reload finds it again. */
export function TakeIn({ page }: { page: RosterPage }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [choice, setChoice] = useState<Choice>({ source: page.mappings[0]?.mapping.name ?? "", kind: "full" });
  const [sending, setSending] = useState<Sending>();
  const [mine, setMine] = useState<string>();
  const [putAway, setPutAway] = useState<string>();
  const [refused, setRefused] = useState<Problem>();
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  const awaited = mine !== undefined && refused === undefined;
  const progress = useQuery({
    ...reading(api.rosterProgress, { params: { facilityId }, query: mine ? { run: mine } : {} }),
    // What was sent is asked after until it has ended, also when an answer about it was lost.
    refetchInterval: ({ state: { data, status } }) =>
      sending || data?.run?.state === "going" || (awaited && (!data?.run || status === "error")) ? ASKED_EVERY_MS : false,
  });
  const found = progress.data?.run ?? undefined;
  const run = found && found.id !== putAway ? found : undefined;
  const taken = run?.act === "import" && run.state === "done" ? run.id : undefined;
  useEffect(() => {
    if (taken) void queries.invalidateQueries({ queryKey: [api.rosterPage.id] });
  }, [taken, queries]);

  async function send(list: File, { source, kind }: Choice, planHash?: string) {
    const mapping = page.mappings.find((one) => one.mapping.name === source)?.mapping;
    if (!mapping) return;
    const id = newId();
    setRefused(undefined);
    setMine(id);
    setSending({ share: 0, name: list.name });
    const asked = { params: { facilityId }, file: list, format: mapping.format, signal: leaving.current.signal };
    const query = { id, mapping: source, kind };
    const onSent = (share: number) => setSending({ share, name: list.name });
    try {
      if (planHash === undefined) await sendFile(api.planRoster, { ...asked, query }, onSent);
      else await sendFile(api.importRoster, { ...asked, query: { ...query, planHash } }, onSent);
    } catch (caught) {
      setRefused(asProblem(caught));
    }
    // Also after a lost answer: the list may have arrived all the same.
    await queries.invalidateQueries({ queryKey: [api.rosterProgress.id] });
    setSending(undefined);
  }

  const begin = () => {
    setFile(undefined);
    setMine(undefined);
    setRefused(undefined);
    setPutAway(run?.id);
  };
  const going = sending !== undefined || run?.state === "going" || (awaited && !run);
  const plan = run?.state === "done" ? run.plan : null;
  const when = run
    ? `${format.day(dayIn(run.startedAt, zone), { month: "short", day: "numeric" })}, ${format.time(run.startedAt, zone)}`
    : "";
  const name = file?.name ?? t("staff.roster.the_list", { when });
  const reason = run && (run.state === "refused" || run.state === "lost") ? reasonOf(run) : run ? undefined : refused;
  return (
    <Part id="take-in" title={t("staff.roster.take_in")}>
      {run && run.id !== mine && <WhoSent run={run} when={when} />}
      {going && <Going sending={sending} run={run} />}
      {!going && run && plan && run.act === "plan" && (
        <Plan
          plan={plan}
          name={name}
          file={file}
          onFile={setFile}
          onBack={begin}
          onConfirm={(list) => void send(list, run, plan.planHash)}
        />
      )}
      {!going && plan && run?.act === "import" && (
        <div className="stack">
          <Banner tone="good" live>
            <p>
              <b>{t("staff.roster.done")}</b> {t("staff.roster.done.more", countsOf(plan))}
            </p>
          </Banner>
          <div>
            <Button kind="second" onPress={begin}>
              {t("staff.roster.another")}
            </Button>
          </div>
        </div>
      )}
      {!going && !plan && (
        <>
          {reason && (
            <div className="refused-list">
              <Refusal problem={reason} />
            </div>
          )}
          <ListForm
            page={page}
            file={file}
            onFile={setFile}
            choice={choice}
            onChoice={setChoice}
            onSend={(list) => void send(list, choice)}
          />
        </>
      )}
    </Part>
  );
}

const countsOf = ({ counts: { admits, moves, releases, changes } }: RosterPlan) => ({ admits, moves, releases, changes });

const reasonOf = (run: RosterRun): Problem =>
  run.state === "lost" ? problem(["roster.run_lost"]) : problem(run.problems, { facts: run.facts, status: 422 });
