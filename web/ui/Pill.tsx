import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";

const icons: Record<string, IconName> = { line: "check", good: "check", warn: "clock", stop: "cross" };

/** A state: a word first, then an icon, then a colour. */
export function Pill({ tone, icon, children }: { tone?: "line" | "good" | "warn" | "stop"; icon?: IconName; children: ReactNode }) {
  const drawn = icon ?? (tone ? icons[tone] : undefined);
  return (
    <span className="pill" data-tone={tone}>
      {drawn && <Icon name={drawn} />}
      {children}
    </span>
  );
}

/** A state as a dot, for dense tables; its word stands beside it or is hidden with it. */
export function Dot({ tone, label }: { tone?: "good" | "warn" | "stop" | "glow"; label?: string }) {
  return (
    <>
      <span className="dot" data-tone={tone} />
      {label && <span className="hidden">{label}</span>}
    </>
  );
}
