import type { ReactNode } from "react";

/** What can be picked up from the page: one visit, one person, one sum. */
export function Card({
  kind,
  label,
  labelledBy,
  children,
}: {
  kind?: "flat" | "sunk" | "line";
  label?: string;
  labelledBy?: string;
  children: ReactNode;
}) {
  const named = label !== undefined || labelledBy !== undefined;
  const Box = named ? "section" : "div";
  return (
    <Box className="card" data-kind={kind} aria-label={label} aria-labelledby={labelledBy}>
      {children}
    </Box>
  );
}
