import type { ReactNode } from "react";

/** The four apps, in the order of the doors. */
export const apps = ["family", "kiosk", "staff", "public"] as const;
export type DoorApp = (typeof apps)[number];

const inside: Record<DoorApp, ReactNode> = {
  family: (
    <>
      <rect x="38" y="56" width="24" height="42" rx="4" />
      <path d="M47 92h6" />
    </>
  ),
  kiosk: (
    <>
      <rect x="30" y="46" width="40" height="50" rx="3" />
      <path d="M50 96v22M38 118h24" />
    </>
  ),
  staff: (
    <>
      <path d="M24 92h52M32 92v26M68 92v26" />
      <rect x="36" y="62" width="28" height="20" rx="2" />
      <path d="M50 82v10" />
    </>
  ),
  public: <path d="M50 62c-8-5-18-5-24-3v44c6-2 16-2 24 3 8-5 18-5 24-3V59c-6-2-16-2-24 3zM50 62v44" />,
};

/** One door: an arch in the line that runs through all four, and what stands behind it. */
export function Arch({ app }: { app: DoorApp }) {
  return (
    <div className="arch">
      <svg viewBox="0 0 100 120" width="150" height="180" aria-hidden="true" focusable="false">
        <path className="arch-light" d="M14 120V46C14 22 30 6 50 6S86 22 86 46V120Z" />
        <g className="arch-thing">{inside[app]}</g>
        <path className="arch-line" d="M14 119.5V46C14 22 30 6 50 6S86 22 86 46V119.5" />
      </svg>
    </div>
  );
}
