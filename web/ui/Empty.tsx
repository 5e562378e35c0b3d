import type { ReactNode } from "react";

const drawings = {
  visits: (
    <>
      <path d="M28 36v62M28 70h30v28M28 52v18" />
      <path d="M140 36v62M140 70h-30v28" />
      <path className="thread" d="M28 30C70 30 98 14 140 14" />
      <circle className="here" cx="28" cy="30" r="6" />
      <circle className="there" cx="140" cy="14" r="6" />
    </>
  ),
  people: (
    <>
      <circle cx="42" cy="46" r="16" />
      <path d="M12 98c2-20 14-30 30-30s28 10 30 30" />
      <path className="thread" d="M74 62C96 62 98 38 122 38" strokeDasharray="1 9" />
      <circle className="here" cx="74" cy="62" r="6" />
      <circle cx="138" cy="38" r="15" strokeDasharray="5 6" />
      <circle className="there" cx="122" cy="38" r="6" />
    </>
  ),
  messages: (
    <>
      <rect x="36" y="30" width="96" height="66" rx="8" />
      <path className="thread" d="M40 36C62 62 74 70 84 70S106 62 128 36" />
      <circle className="here" cx="40" cy="36" r="6" />
      <circle className="there" cx="128" cy="36" r="6" />
    </>
  ),
  calm: (
    <>
      <path d="M50 54h58v20a24 24 0 0 1-24 24H74a24 24 0 0 1-24-24zM108 60h8a11 11 0 0 1 0 22h-9M42 104h74" />
      <path className="thread" d="M70 42C70 26 92 30 92 12" />
      <circle className="here" cx="70" cy="42" r="6" />
      <circle className="there" cx="92" cy="12" r="6" />
    </>
  ),
} as const;
export type DrawingName = keyof typeof drawings;

/** An empty page teaches: a drawing, one sentence, one action. */
export function Empty({
  drawing,
  title,
  children,
  action,
}: {
  drawing: DrawingName;
  title: ReactNode;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="card empty" data-kind="flat">
      <svg className="drawing" viewBox="0 0 168 112" aria-hidden="true" focusable="false">
        {drawings[drawing]}
      </svg>
      {/* Right below a page's title or inside a part: the second level skips none in either. */}
      <h2>{title}</h2>
      <p className="soft">{children}</p>
      {action}
    </div>
  );
}
