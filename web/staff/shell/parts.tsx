import type { ReactNode } from "react";

/** The head of a page: its title, what stands beside it, and what acts on the whole page. */
export function Head({ title, beside, children }: { title: ReactNode; beside?: ReactNode; children?: ReactNode }) {
  return (
    <div className="bar head">
      <h1>{title}</h1>
      {beside}
      <span className="grow" />
      {children}
    </div>
  );
}

/** A part of a page under its own heading, on a card. */
export function Part({ id, title, beside, children }: { id: string; title: ReactNode; beside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card part" aria-labelledby={id}>
      <div className="spread part-head">
        <h2 id={id}>{title}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}

/** Facts with their names, one below the other. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, fact: ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
