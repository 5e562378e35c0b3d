import type { TaxRef } from "#contracts/taxes.ts";
import { useTaxWords } from "./tax-words.ts";

/** Each tax on a line of its own; a link where its law can be read, unless the reader may not be led away. */
export function Taxes({ of, linked = true }: { of: readonly TaxRef[]; linked?: boolean }) {
  const words = useTaxWords();
  if (of.length === 0) return <span className="law-line soft">{words.lines(of)}</span>;
  return of.map((tax) => (
    <span key={tax.id} className="law-line soft">
      {linked && tax.link ? (
        <a href={tax.link} rel="noreferrer">
          {words.line(tax)}
        </a>
      ) : (
        words.line(tax)
      )}
    </span>
  ));
}
