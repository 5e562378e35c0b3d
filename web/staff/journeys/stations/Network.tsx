import type { AnswerOf } from "#contracts/endpoint.ts";
import { LINE } from "#contracts/equipment.ts";
import type { stationCareStaff } from "#contracts/station-care.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { useNow } from "#web/ui/Time.tsx";

type Test = AnswerOf<typeof stationCareStaff.stationPage>["echo"]["tests"][number];
const tones = { good: { tone: "good" }, poor: { tone: "warn" }, failed: { tone: "stop" } } as const;
const HEIGHT = 56;
const STEP = 16;
/** A bar of full height: twice what is still good. */
const FULL_MS = 800;
const ROWS_SHOWN = 7;

/** What the network of a station was like: a bar a test, and the newest ones in figures. */
export function Network({ tests }: { tests: readonly Test[] }) {
  const { t } = useWords();
  const format = useFormat();
  const { zone } = useHere();
  const now = useNow(60_000);
  const value = (id: "ms" | "percent" | "kbps", figure: number | null) =>
    figure === null ? "–" : t(`staff.station.${id}`, { value: format.number(figure) });
  const soundOf = ({ soundLevel, receivedKbps }: Test) =>
    receivedKbps === null
      ? "–"
      : t(`staff.station.sound.${soundLevel === null ? "unknown" : soundLevel < LINE.soundLevelMin ? "silent" : "heard"}`);
  const equipmentOf = (test: Test) => {
    const parts = (["camera", "microphone", "speaker"] as const).flatMap((part) => {
      const state = test[part];
      return state === null ? [] : [{ part, state }];
    });
    if (parts.length === 0) return "–";
    const bad = parts.filter(({ state }) => state !== "works");
    if (bad.length === 0) return t("staff.station.equipment.all");
    return bad.map(({ part, state }) => t(`staff.station.equipment.${part}`, { state: t(`staff.works.${state}`) })).join(", ");
  };
  const columns: Column<Test>[] = [
    {
      id: "when",
      header: t("staff.station.network.when"),
      cell: (row) => `${format.nearDay(row.startedAt, zone, now)}, ${format.time(row.startedAt, zone)}`,
    },
    {
      id: "result",
      header: t("staff.station.network.result"),
      cell: (row) => <Pill {...(row.outcome ? tones[row.outcome] : {})}>{t(`staff.echo.${row.outcome ?? "running"}`)}</Pill>,
    },
    { id: "delay", header: t("staff.station.network.delay"), cell: (row) => value("ms", row.roundTripMs), num: true },
    { id: "lost", header: t("staff.station.network.lost"), cell: (row) => value("percent", row.lostPercent), num: true },
    { id: "lost_up", header: t("staff.station.network.lost_up"), cell: (row) => value("percent", row.sentLostPercent), num: true },
    { id: "sound", header: t("staff.station.network.sound"), cell: soundOf },
    { id: "up", header: t("staff.station.network.up"), cell: (row) => value("kbps", row.sentKbps), num: true },
    { id: "rate", header: t("staff.station.network.rate"), cell: (row) => value("kbps", row.receivedKbps), num: true },
    { id: "way", header: t("staff.station.network.way"), cell: ({ way }) => (way === null ? "–" : t(`staff.station.way.${way}`)) },
    { id: "equipment", header: t("staff.station.network.equipment"), cell: equipmentOf },
  ];
  if (tests.length === 0) return <p className="soft">{t("staff.station.network.none")}</p>;
  const bars = tests.toReversed();
  return (
    <>
      <svg
        className="echo-bars"
        role="img"
        aria-label={t("staff.station.network.chart", { count: tests.length })}
        width={bars.length * STEP}
        height={HEIGHT}
      >
        {bars.map(({ id, outcome, roundTripMs }, index) => {
          // What failed has no time: a full bar, so that it is not overlooked.
          const height = Math.max(4, Math.min(1, (roundTripMs ?? FULL_MS) / FULL_MS) * HEIGHT);
          return (
            <rect
              key={id}
              data-outcome={outcome ?? "running"}
              x={index * STEP}
              y={HEIGHT - height}
              width={STEP - 4}
              height={height}
              rx={2}
            />
          );
        })}
      </svg>
      <Table
        caption={t("staff.station.network.tests")}
        hideCaption
        columns={columns}
        rows={tests.slice(0, ROWS_SHOWN)}
        rowId={(row) => row.id}
      />
    </>
  );
}
