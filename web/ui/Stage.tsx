import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";

/** A round button in the dark room of a live visit: mute, camera, end. Its word stands under it. */
export function Control({
  icon,
  pressed,
  kind,
  isDisabled = false,
  onPress,
  children,
}: {
  icon: IconName;
  pressed?: boolean;
  kind?: "end";
  isDisabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" className="control" data-kind={kind} aria-pressed={pressed} disabled={isDisabled} onClick={onPress}>
      <span>
        <Icon name={icon} />
      </span>
      <span>{children}</span>
    </button>
  );
}

/** What both sides must know while they talk: "This visit is recorded", "An officer is watching now". */
export function Notice({ kind = "plain", children }: { kind?: "plain" | "recorded" | "watch"; children: ReactNode }) {
  return (
    <p className="notice" data-tone={kind === "watch" ? "watch" : undefined} role={kind === "watch" ? "status" : undefined}>
      {kind === "recorded" && <span className="rec" />}
      {kind === "watch" && <Icon name="eye" />}
      <span>{children}</span>
    </p>
  );
}
