import type { Locale } from "#contracts/common.ts";

interface Facts {
  sum: string;
  /** `2026-09-01` */
  day: string;
  page: string;
}
interface Words {
  subject: string;
  text: (facts: Facts) => string;
}

/** What is written to somebody in whose wallet nothing moves. */
export const silenceWords: Readonly<Record<Locale, Record<"told" | "ended", Words>>> = {
  en: {
    told: {
      subject: "Your wallet has been silent for 150 days",
      text: ({ sum, day, page }) =>
        [
          "Hello,",
          `${sum} has been in your wallet for 150 days, and nothing moved in it. It is yours and never expires.`,
          `If you want it to stay, sign in and press "Keep it here". If we hear nothing by ${day}, it goes back to the card it came from. What has no card is kept apart for you, and you can have it any day.`,
          page,
        ].join("\n\n"),
    },
    ended: {
      subject: "Your wallet’s money goes back to you",
      text: ({ page }) =>
        [
          "Hello,",
          "Nothing moved in your wallet for 180 days, so what was in it goes back to the card it came from. What has no card is kept apart for you: sign in and have it any day. Nothing is lost, and there is no fee.",
          page,
        ].join("\n\n"),
    },
  },
  es: {
    told: {
      subject: "Su monedero lleva 150 días sin uso",
      text: ({ sum, day, page }) =>
        [
          "Hola:",
          `${sum} lleva 150 días en su monedero sin que nada se mueva. Es suyo y nunca caduca.`,
          `Si quiere que se quede, inicie sesión y pulse "Dejarlo aquí". Si no sabemos nada hasta el ${day}, vuelve a la tarjeta de la que vino. Lo que no tiene tarjeta se guarda aparte para usted, y puede pedirlo cualquier día.`,
          page,
        ].join("\n\n"),
    },
    ended: {
      subject: "El dinero de su monedero vuelve a usted",
      text: ({ page }) =>
        [
          "Hola:",
          "En su monedero no se movió nada en 180 días, así que lo que había vuelve a la tarjeta de la que vino. Lo que no tiene tarjeta se guarda aparte para usted: inicie sesión y pídalo cualquier día. No se pierde nada y no hay comisión.",
          page,
        ].join("\n\n"),
    },
  },
};
