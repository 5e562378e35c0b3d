import { useFormat } from "./format.ts";

/** A sum of whole cents, set as money. It stands beside its rule. */
export function Money({ cents }: { cents: number }) {
  return <span className="money">{useFormat().money(cents)}</span>;
}
