import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What the page's address says after `?`: every filter and choice, so that a page can be sent to a colleague as it is seen. */
export function useFilters<Name extends string>(): [
  Partial<Record<Name, string>>,
  (change: Partial<Record<Name, string | undefined>>, how?: { replace?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate() as (options: object) => Promise<void>;
  const values = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)])) as Partial<Record<Name, string>>;
  const change = useCallback(
    (part: Partial<Record<Name, string | undefined>>, { replace = false } = {}) => {
      const next = (before: Record<string, unknown>) =>
        Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined && value !== ""));
      void navigate({ to: ".", search: next, replace, resetScroll: false });
    },
    [navigate],
  );
  return [values, change];
}
