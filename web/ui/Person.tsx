import type { ReactNode } from "react";
import { initials } from "./format.ts";

/** A person's initials in a circle; the name stands beside it. */
export function Face({ name, size, tone }: { name: string; size?: "small" | "big"; tone?: "glow" | "plain" }) {
  return (
    <span className="face" data-size={size} data-tone={tone} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** A person: face, name, and one line about them. */
export function PersonChip({
  name,
  about,
  size,
  tone,
  children,
}: {
  name: string;
  about?: ReactNode;
  size?: "small" | "big";
  tone?: "glow" | "plain";
  children?: ReactNode;
}) {
  return (
    <span className="person">
      <Face name={name} {...(size ? { size } : {})} {...(tone ? { tone } : {})} />
      <span className="person-words">
        <b>{name}</b>
        {about && <span>{about}</span>}
        {children}
      </span>
    </span>
  );
}
