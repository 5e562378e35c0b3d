import { type ReactNode, useEffect, useRef } from "react";
import { Rule } from "#web/ui/Brand.tsx";
import { Frame } from "#web/ui/Frame.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Top } from "./Top.tsx";

/** One screen of the kiosk: the clock above, one task, and what leads elsewhere at the bottom. */
export function KioskScreen({
  title,
  rule = false,
  lead,
  wide = false,
  message = false,
  beside,
  foot,
  children,
}: {
  title: string;
  /** The line under the title; never beside another line. */
  rule?: boolean;
  lead?: ReactNode;
  /** Two columns where the screen is wider than high. */
  wide?: boolean;
  /** A few words and nothing to fill in: large, in the middle of the screen. */
  message?: boolean;
  /** At the end of the title's line: one thing that is always in sight. */
  beside?: ReactNode;
  foot?: ReactNode;
  children?: ReactNode;
}) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  // Who cannot see the screen hears where they are now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new screen.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="kiosk">
      <Frame
        head={<Top />}
        foot={foot && <footer className="kiosk-foot">{foot}</footer>}
        className={`kiosk-in${wide ? " kiosk-wide" : ""}${message ? " kiosk-message" : ""}`}
      >
        <div className="kiosk-title">
          <div className={beside ? "spread" : undefined}>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {beside}
          </div>
          {rule && <Rule />}
          {lead && <p className="lead soft">{lead}</p>}
        </div>
        {children}
      </Frame>
    </div>
  );
}
