import type { ReactNode } from "react";
import { SkipLink } from "./SkipLink.tsx";

/** The whole of a page: the way past the frame, the frame's head, and `<main>`, which takes the focus after each change of page. */
export function Frame({
  head,
  foot,
  className = "column",
  children,
}: {
  head?: ReactNode;
  foot?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <>
      <SkipLink />
      {head}
      <main id="main" tabIndex={-1} className={className}>
        {children}
      </main>
      {foot}
    </>
  );
}
