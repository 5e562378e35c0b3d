import type { ReactNode } from "react";

export interface Step {
  label: ReactNode;
  state?: "done" | "now";
}

/** The line across: the steps of a booking, or how near a visit is. Once a screen. */
export function StepLine({ steps, label }: { steps: readonly Step[]; label?: string }) {
  return (
    <ol className="line" aria-label={label}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name, and never change places.
        <li key={index} data-step={step.state} aria-current={step.state === "now" ? "step" : undefined}>
          {step.label}
        </li>
      ))}
    </ol>
  );
}

export interface Entry {
  id: string;
  /** The time as it is read, `2:00:41`; `dateTime` for machines. */
  time: string;
  dateTime?: string;
  title: ReactNode;
  text?: ReactNode;
  /** `broken`: the connection was lost here; `end`: nothing follows. */
  state?: "broken" | "end";
}

/** The line down: the one record of a visit, the same on all sides. */
export function Timeline({ entries, label }: { entries: readonly Entry[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id} data-step={entry.state}>
          <time dateTime={entry.dateTime}>{entry.time}</time>
          <div>
            <h3>{entry.title}</h3>
            {entry.text && <p>{entry.text}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The line of a live visit: how much of it is over, with the words for who cannot see it. */
export function ClockLine({ part, label }: { part: number; label: string }) {
  return (
    <div className="clockline" role="img" aria-label={label}>
      <span style={{ width: `${Math.round(Math.min(1, Math.max(0, part)) * 1000) / 10}%` }} />
    </div>
  );
}
