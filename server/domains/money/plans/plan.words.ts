import type { Locale } from "#contracts/common.ts";
import type { PlanClosing } from "#contracts/plan-limits.ts";
import type { Service } from "#jurisdictions/rate-caps.ts";

/** What the sentences are filled in with; sums, days and times are words already. */
export interface EndedFacts {
  facility: string;
  why: PlanClosing;
  minutes: number;
  used: string;
  taken: string;
  taxes: Taxed | null;
  /** Free in the wallet again. */
  back: string;
  page: string;
}

/** The taxes in a sum: how much they are, and each by its name with its law; null where there are none. */
interface Taxed {
  cents: string;
  lines: readonly { name: string; percent: string; citation: string; isNamed: boolean }[];
}
export interface BoughtFacts {
  facility: string;
  service: Service;
  minutes: number;
  /** Its last day. */
  day: string;
  /** Kept of the wallet, taxes included. */
  kept: string;
  taxes: Taxed | null;
  page: string;
}
interface Words<F> {
  subject: (facts: F) => string;
  text: (facts: F) => string;
}

const taxEn = ({ name, percent, citation, isNamed }: Taxed["lines"][number]): string =>
  isNamed ? `${name} ${percent} % (${citation})` : `${percent} %, as stated before taxes were named`;
const taxEs = ({ name, percent, citation, isNamed }: Taxed["lines"][number]): string =>
  isNamed ? `${name} ${percent} % (${citation})` : `${percent} %, según se indicó antes de nombrar los impuestos`;
const taxesEn = (of: Taxed | null): string =>
  of ? ` Of that for taxes ${of.cents}, passed on as they are: ${of.lines.map(taxEn).join("; ")}.` : "";
const taxesEs = (of: Taxed | null): string =>
  of ? ` De eso, ${of.cents} son impuestos, que se trasladan tal como son: ${of.lines.map(taxEs).join("; ")}.` : "";
const ofEn: Record<Service, string> = { video: "video visits", audio: "phone calls", message: "messages" };
const ofEs: Record<Service, string> = { video: "videovisitas", audio: "llamadas", message: "mensajes" };

/** The letter that says what was bought, what is kept for it, and how it comes back. */
export const boughtWords: Record<Locale, Words<BoughtFacts>> = {
  en: {
    subject: ({ minutes, kept }) => `Your plan of ${minutes} minutes: ${kept} is kept in your wallet`,
    text: ({ facility, service, minutes, day, kept, taxes, page }) =>
      [
        "Hello,",
        `You bought a plan of ${minutes} minutes of ${ofEn[service]} at ${facility}. It can be used until the end of ${day}.`,
        `Kept in your wallet for it: ${kept}. None of it is taken yet.${taxesEn(taxes)}`,
        "When the plan ends, only the time that you used is taken, by the second. The rest is free again by itself. There is no other fee.",
        "You can end it any day on this page. If you did not buy it yourself, end it there now: all that nobody used is free at once.",
        page,
      ].join("\n\n"),
  },
  es: {
    subject: ({ minutes, kept }) => `Su plan de ${minutes} minutos: ${kept} se apartan en su monedero`,
    text: ({ facility, service, minutes, day, kept, taxes, page }) =>
      [
        "Hola:",
        `Usted compró un plan de ${minutes} minutos de ${ofEs[service]} en ${facility}. Se puede usar hasta el final del ${day}.`,
        `Apartado para él en su monedero: ${kept}. Todavía no se toma nada.${taxesEs(taxes)}`,
        "Cuando el plan termina, solo se toma el tiempo que usó, por segundo. El resto queda libre otra vez sin que lo pida. No hay ningún otro cargo.",
        "Puede terminarlo cualquier día en esta página. Si no lo compró usted, termínelo ahí ahora: todo lo que nadie usó queda libre en seguida.",
        page,
      ].join("\n\n"),
  },
};

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
export const endedWords: Record<Locale, Words<EndedFacts>> = {
  en: {
    subject: ({ back }) => `Your plan has ended: ${back} is free in your wallet again`,
    text: ({ facility, why, minutes, used, taken, taxes, back, page }) =>
      [
        "Hello,",
        `Your plan of ${minutes} minutes at ${facility} has ended. ${whyEn[why](facility)}`,
        `Used: ${used}. Taken for it: ${taken}.${taxesEn(taxes)} There is no other fee.`,
        `Free in your wallet again, without asking: ${back}. You can use it, or have it back any day.`,
        page,
      ].join("\n\n"),
  },
  es: {
    subject: ({ back }) => `Su plan terminó: ${back} están libres otra vez en su monedero`,
    text: ({ facility, why, minutes, used, taken, taxes, back, page }) =>
      [
        "Hola:",
        `Terminó su plan de ${minutes} minutos en ${facility}. ${whyEs[why](facility)}`,
        `Usado: ${used}. Tomado por ello: ${taken}.${taxesEs(taxes)} No hay ningún otro cargo.`,
        `Libre otra vez en su monedero, sin que lo pida: ${back}. Puede usarlo, o pedirlo de vuelta cualquier día.`,
        page,
      ].join("\n\n"),
  },
};
