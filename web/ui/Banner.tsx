import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";

const icons = { line: "clock", good: "back-arrow", warn: "warning", stop: "warning" } as const;
export type Tone = keyof typeof icons;

/** A notice in the page. `stop` is read out at once, the others when the reader is done. */
export function Banner({
  tone = "line",
  icon,
  live = false,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  live?: boolean;
  children: ReactNode;
}) {
  const role = tone === "stop" ? "alert" : live ? "status" : undefined;
  return (
    <div className="banner" {...(tone === "line" ? {} : { "data-tone": tone })} {...(role ? { role } : {})}>
      <Icon name={icon ?? icons[tone]} />
      <div className="grow">{children}</div>
    </div>
  );
}
