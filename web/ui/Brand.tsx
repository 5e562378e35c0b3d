/** The mark: two dots joined by one stroke. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 40 28" aria-hidden="true" focusable="false">
      <path d="M6 22C20 22 20 6 34 6" />
      <circle className="here" cx="6" cy="22" r="5" />
      <circle className="there" cx="34" cy="6" r="5" />
    </svg>
  );
}

/** The mark and the name, leading to the app's first page; without `href` (a live room, a shared kiosk) it leads nowhere. */
export function Brand({ href }: { href?: string }) {
  const inside = (
    <>
      <Mark />
      <span>Throughline</span>
    </>
  );
  return href ? (
    <a className="brand" href={href}>
      {inside}
    </a>
  ) : (
    <span className="brand">{inside}</span>
  );
}

/** The line under a page title: from here to there. Once a screen, and never beside another line. */
export function Rule() {
  return (
    <div className="rule" aria-hidden="true">
      <svg viewBox="0 0 72 16" aria-hidden="true">
        <path d="M5 11C24 11 24 5 44 5H72" />
        <circle className="here" cx="5" cy="11" r="5" />
      </svg>
    </div>
  );
}
