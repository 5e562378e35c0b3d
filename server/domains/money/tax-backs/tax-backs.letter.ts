import { facilityOf } from "#server/domains/facilities/index.ts";
import { findTaxById } from "#server/domains/money/tariffs/taxes.store.ts";
import { type BuildLetter, registerLetter } from "#server/domains/notifications/index.ts";
import { sumBackTo } from "./tax-backs.store.ts";
import { taxBackWords } from "./tax-backs.words.ts";

export const TAX_BACK_LETTER = "money.tax_given_back";

/** Says, at start, how the letter about a tax that was not due is written. */
export function registerTaxBackLetter(): void {
  registerLetter(TAX_BACK_LETTER, letter);
}

const letter: BuildLetter = async (ctx, { taxLineId, contactId }, locale) => {
  const tax = await findTaxById(ctx.db, String(taxLineId));
  const facility = tax && (await facilityOf(ctx, tax.facilityId));
  const { cents, communications, plans } = await sumBackTo(ctx.db, String(taxLineId), String(contactId));
  if (!tax || !facility || cents === 0) return undefined;
  const dollars = new Intl.NumberFormat(locale === "es" ? "es-US" : "en-US", { style: "currency", currency: "USD" });
  const words = taxBackWords[locale];
  const told = {
    ...{ sum: dollars.format(cents / 100), facility: facility.name, visits: communications, plans },
    tax: tax.authority === "unstated" ? null : tax.name,
    page: `${ctx.config.publicUrl}/family/wallet`,
  };
  return { subject: words.subject(told), text: words.text(told) };
};
