import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Path } from "#web/staff/paths.ts";

export interface GoProps {
  to: Path;
  params?: Record<string, string>;
  search?: Record<string, string>;
  /** `button` and `second` look like buttons, `quiet` like a link that stands alone; without it a link within words. */
  look?: "button" | "second" | "quiet";
  className?: string;
  label?: string;
  current?: boolean;
  /** Further attributes of the link. */
  data?: Record<string, string | number>;
  wide?: boolean;
  children: ReactNode;
}

const classes = { button: "button", second: "button", quiet: "linkish" } as const;

/** A link to another page of this app, at the facility one is at unless it says another. */
export function Go({ to, params, search, look, className, label, current, data, wide = false, children }: GoProps) {
  const { facilityId } = useParams({ strict: false });
  const names = [look ? classes[look] : "", wide ? "wide" : "", className ?? ""].filter(Boolean).join(" ");
  return (
    <Link
      {...data}
      to={to}
      params={{ ...(facilityId ? { facilityId } : {}), ...params } as never}
      {...(search ? { search: search as never } : {})}
      {...(names ? { className: names } : {})}
      data-kind={look === "second" ? "second" : undefined}
      aria-label={label}
      activeOptions={{ exact: true, includeSearch: true }}
      activeProps={{ "aria-current": undefined }}
      aria-current={current ? "page" : undefined}
    >
      {children}
    </Link>
  );
}
