import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Path } from "#web/family/paths.ts";

export interface GoProps {
  to: Path;
  params?: Record<string, string>;
  search?: Record<string, string>;
  /** `button` and `second` look like buttons, `quiet` like a link that stands alone; without it a link within words. */
  look?: "button" | "second" | "quiet" | "tile" | "row";
  wide?: boolean;
  replace?: boolean;
  onGo?: () => void;
  children: ReactNode;
}

const classes = { button: "button", second: "button", quiet: "linkish", tile: "tile", row: "row-link" } as const;

/** A link to another page of this app: no reload, and loaded a moment before it is pressed. */
export function Go({ to, params, search, look, wide = false, replace = false, onGo, children }: GoProps) {
  const className = [look ? classes[look] : "", wide ? "wide" : ""].filter(Boolean).join(" ");
  return (
    <Link
      to={to}
      {...(params ? { params } : {})}
      {...(search ? { search } : {})}
      {...(className ? { className } : {})}
      {...(onGo ? { onClick: onGo } : {})}
      data-kind={look === "second" ? "second" : undefined}
      replace={replace}
    >
      {children}
    </Link>
  );
}
