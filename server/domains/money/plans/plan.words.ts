import type { Locale } from "#contracts/common.ts";
import type { PlanClosing } from "#contracts/plan-limits.ts";

/** What the sentences are filled in with; sums, days and times are words already. */
export interface EndedFacts {
  facility: string;
  why: PlanClosing;
  minutes: number;
  used: string;
  taken: string;
  /** Free in the wallet again. */
  back: string;
  page: string;
}

const whyEn: Record<PlanClosing, (facility: string) => string> = {
  over: () => "Its last day is over.",
  used_up: () => "All of its minutes are used.",
  asked: () => "You ended it.",
  nobody_there: (facility) => `There is nobody at ${facility} now whom you can visit.`,
  account_closed: () => "Your account is closed.",
};
const whyEs: Record<PlanClosing, (facility: string) => string> = {
  over: () => "Su último día ya pasó.",
  used_up: () => "Se usaron todos sus minutos.",
  asked: () => "Usted lo terminó.",
  nobody_there: (facility) => `Ahora no hay nadie en ${facility} a quien usted pueda visitar.`,
  account_closed: () => "Su cuenta está cerrada.",
};

/** The letter that says how a plan ended, what it took and what is the buyer's again. */
export const endedWords: Record<Locale, { subject: (facts: EndedFacts) => string; text: (facts: EndedFacts) => string }> = {
  en: {
    subject: ({ back }) => `Your plan has ended: ${back} is free in your wallet again`,
    text: ({ facility, why, minutes, used, taken, back, page }) =>
      [
        "Hello,",
        `Your plan of ${minutes} minutes at ${facility} has ended. ${whyEn[why](facility)}`,
        `Used: ${used}. Taken for it: ${taken}. There is no other fee.`,
        `Free in your wallet again, without asking: ${back}. You can use it, or have it back any day.`,
        page,
      ].join("\n\n"),
  },
  es: {
    subject: ({ back }) => `Su plan terminó: ${back} están libres otra vez en su monedero`,
    text: ({ facility, why, minutes, used, taken, back, page }) =>
      [
        "Hola:",
        `Terminó su plan de ${minutes} minutos en ${facility}. ${whyEs[why](facility)}`,
        `Usado: ${used}. Tomado por ello: ${taken}. No hay ningún otro cargo.`,
        `Libre otra vez en su monedero, sin que lo pida: ${back}. Puede usarlo, o pedirlo de vuelta cualquier día.`,
        page,
      ].join("\n\n"),
  },
};
