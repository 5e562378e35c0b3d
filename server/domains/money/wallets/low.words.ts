import type { Locale } from "#contracts/common.ts";

/** What is written to somebody whose wallet has fallen below the sum that they chose. */
export const lowWords: Readonly<Record<Locale, { subject: string; text: (facts: { sum: string; page: string }) => string }>> = {
  en: {
    subject: "Your wallet is low",
    text: ({ sum, page }) =>
      [
        "Hello,",
        `${sum} is free in your wallet, less than the amount you chose. Visits that are booked are not touched by it: what they need is kept already.`,
        "You can add money here, without any fee, or choose another amount or no letter at all:",
        page,
      ].join("\n\n"),
  },
  es: {
    subject: "Queda poco en su monedero",
    text: ({ sum, page }) =>
      [
        "Hola:",
        `En su monedero hay ${sum} libre, menos de la cantidad que usted eligió. Las visitas reservadas no cambian: lo que necesitan ya está apartado.`,
        "Aquí puede añadir dinero, sin ninguna comisión, o elegir otra cantidad o ninguna carta:",
        page,
      ].join("\n\n"),
  },
};
