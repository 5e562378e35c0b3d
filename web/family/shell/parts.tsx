import type { ReactNode } from "react";
import type { Problem } from "#web/client/problem.ts";
import type { Path } from "#web/family/paths.ts";
import { useWords } from "#web/family/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Go } from "./Go.tsx";

/** The way back to the page above this one; the browser's own back button does as well. */
export function Back({ to, params, children }: { to: Path; params?: Record<string, string>; children: ReactNode }) {
  return (
    <p className="back">
      <Go to={to} look="quiet" {...(params ? { params } : {})}>
        <Icon name="previous" />
        {children}
      </Go>
    </p>
  );
}

/** What acts on this page, always in reach of a thumb. */
export function Bottom({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <div className="bottom-space" />
      <section className="bottom" aria-label={label}>
        <div className="stack">{children}</div>
      </section>
    </>
  );
}

/** A part of a page under its own heading. */
export function Part({ id, title, children }: { id: string; title: ReactNode; children: ReactNode }) {
  return (
    <section className="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** What a visit costs, beside its rule. */
export function Free() {
  const { t } = useWords();
  return (
    <>
      <b className="money">{t("family.free")}.</b> {t("family.free.rule")}
    </>
  );
}

/** A page that could not be shown: a title to stand at, every reason, and the way on. */
export function Failed({ problem, children }: { problem: Problem; children?: ReactNode }) {
  const { t } = useWords();
  return (
    <>
      <h1 className="h1-small">{t("shared.error.title")}</h1>
      <div className="stack gap-4">
        <Refusal problem={problem} />
        {children}
      </div>
    </>
  );
}
