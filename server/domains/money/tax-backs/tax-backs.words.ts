import type { Locale } from "#contracts/common.ts";

interface Told {
  sum: string;
  facility: string;
  /** Null where it stood in a price before taxes were named. */
  tax: string | null;
  visits: number;
  plans: number;
  page: string;
}

const on = (parts: readonly (readonly [many: number, one: string, more: string])[], and: string): string =>
  parts
    .filter(([many]) => many > 0)
    .map(([many, one, more]) => (many === 1 ? one : `${many} ${more}`))
    .join(and);

/** What is written to a family that got back a tax which was not due. */
export const taxBackWords: Readonly<Record<Locale, { subject: (told: Told) => string; text: (told: Told) => string }>> = {
  en: {
    subject: ({ sum }) => `${sum} of tax was not due: given back`,
    text: ({ sum, facility, tax, visits, plans, page }) => {
      const what = on(
        [
          [visits, "a visit", "visits"],
          [plans, "a plan", "plans"],
        ],
        " and ",
      );
      return [
        "Hello,",
        `On ${what} at ${facility} you paid a tax${tax ? ` (${tax})` : ""} that was not due. The facility took it back from its first day, and what you had paid by it is in your wallet again: ${sum}. What had come back to you before is not in this sum.`,
        "You need do nothing. Each visit’s bill shows it, and your wallet does:",
        page,
      ].join("\n\n");
    },
  },
  es: {
    subject: ({ sum }) => `Impuesto indebido devuelto: ${sum}`,
    text: ({ sum, facility, tax, visits, plans, page }) => {
      const what = on(
        [
          [visits, "una visita", "visitas"],
          [plans, "un plan", "planes"],
        ],
        " y ",
      );
      return [
        "Hola:",
        `En ${what} en ${facility} usted pagó un impuesto${tax ? ` (${tax})` : ""} que no correspondía. El centro lo retiró desde su primer día, y lo que usted pagó por él está otra vez en su monedero: ${sum}. Lo que ya se le había devuelto antes no está en esta suma.`,
        "No tiene que hacer nada. Lo muestran la cuenta de cada visita y su monedero:",
        page,
      ].join("\n\n");
    },
  },
};
