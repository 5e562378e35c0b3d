import type { Locale } from "#contracts/common.ts";
import type { CreditWhat, CreditWhere, complaintReasons } from "#contracts/credit-limits.ts";

/** What the sentences are filled in with; sums and times are words already. */
export interface ChargedFacts {
  reader: string;
  other: string;
  when: string;
  zone: string;
  connected: string;
  /** Null where no second was charged in money. */
  charged: string | null;
  /** What came from a plan, and went back to it. */
  plan: string | null;
  planBack: string | null;
  price: string;
  taken: string;
  /** What of it is taxes. */
  tax: string | null;
  letGo: string | null;
  back: string | null;
  causes: readonly { where: CreditWhere; what: CreditWhat; time: string }[];
  /** How long the family's own line or device was weak. */
  home: string | null;
  link: string;
  rule: string;
}
export interface AnsweredFacts {
  reader: string;
  when: string;
  zone: string;
  back: string | null;
  /** What went back to a plan. */
  planBack: string | null;
  reason: (typeof complaintReasons)[number];
  link: string;
}
interface Words<F> {
  subject: (facts: F) => string;
  text: (facts: F) => string;
}

type Cause = ChargedFacts["causes"][number];
const whoEn: Record<CreditWhere, string> = {
  server: "our server",
  facility_network: "the facility's network",
  station: "the station inside",
  staff: "the facility",
  home: "your own line",
};
const whoEs: Record<CreditWhere, string> = {
  server: "nuestro servidor",
  facility_network: "la red del centro",
  station: "la estación de adentro",
  staff: "el centro",
  home: "su propia conexión",
};
const causeEn = ({ where, what }: Cause): string => {
  if (what === "late_start")
    return where === "station" ? "the station inside was not ready in time" : "it began late, though you were there";
  if (what === "watch") return "nobody came to watch, as the facility's rule asks";
  if (what === "recording") return "it was paused, since it could not be recorded";
  if (what === "engine") return "our server was out";
  if (what === "drops") return `so many cuts by ${whoEn[where]} that all is given back`;
  if (what === "unmeasured") return "our own measurements of it are gone";
  if (what === "decided") return "staff decided so";
  return what === "device" ? `the device failed: ${whoEn[where]}` : `the picture or sound failed: ${whoEn[where]}`;
};
const causeEs = ({ where, what }: Cause): string => {
  if (what === "late_start")
    return where === "station" ? "la estación de adentro no estuvo lista a tiempo" : "empezó tarde, aunque usted estaba";
  if (what === "watch") return "no vino nadie a observar, como pide la norma del centro";
  if (what === "recording") return "se detuvo porque no se podía grabar";
  if (what === "engine") return "nuestro servidor no funcionaba";
  if (what === "drops") return `tantos cortes por ${whoEs[where]} que se devuelve todo`;
  if (what === "unmeasured") return "no quedan nuestras mediciones de ese tiempo";
  if (what === "decided") return "así lo decidió el personal";
  return what === "device" ? `falló el aparato: ${whoEs[where]}` : `falló la imagen o el sonido: ${whoEs[where]}`;
};

/** The letter about what a visit cost and what was given back, by language. */
export const chargedWords: Record<Locale, Words<ChargedFacts>> = {
  en: {
    subject: (f) => (f.back ? `${f.back} given back for your visit on ${f.when}` : `What your visit on ${f.when} cost`),
    text: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `In your video visit with ${f.other} on ${f.when} (${f.zone}) you were connected for ${f.connected}.`,
        "",
        ...(f.plan ? [`From your plan: ${f.plan}.`] : []),
        `Taken from your wallet: ${f.taken}${f.charged ? `, for ${f.charged} at ${f.price} a minute` : ""}${f.tax ? `, with ${f.tax} tax` : ""}. There is no other fee.`,
        ...(f.letGo ? [`Kept for it and free again: ${f.letGo}`] : []),
        "",
        ...(f.back ? [`Given back to your wallet by itself: ${f.back}`] : []),
        ...(f.planBack ? [`Given back to your plan by itself: ${f.planBack}`] : []),
        ...(f.back || f.planBack
          ? f.causes.map((cause) => `- ${cause.time}: ${causeEn(cause)}`)
          : ["Nothing was given back: our measurements show no time that the facility or we took from you."]),
        ...(f.home ? ["", `For ${f.home} your own line or device was weak. That is not given back, since it is not ours.`] : []),
        "",
        "The bill, the record and what was measured are here. Was it worse than this? Say so there within 30 days:",
        f.link,
        "",
        "How credits are worked out:",
        f.rule,
      ].join("\n"),
  },
  es: {
    subject: (f) => (f.back ? `Se le devolvieron ${f.back} por su visita del ${f.when}` : `Lo que costó su visita del ${f.when}`),
    text: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `En su videovisita con ${f.other} del ${f.when} (${f.zone}) la conexión duró ${f.connected}.`,
        "",
        ...(f.plan ? [`De su plan: ${f.plan}.`] : []),
        `Tomado de su monedero: ${f.taken}${f.charged ? `, por ${f.charged} a ${f.price} el minuto` : ""}${f.tax ? `, con ${f.tax} de impuestos` : ""}. No hay ningún otro cargo.`,
        ...(f.letGo ? [`Apartado para ella y libre otra vez: ${f.letGo}`] : []),
        "",
        ...(f.back ? [`Devuelto a su monedero sin que lo pida: ${f.back}`] : []),
        ...(f.planBack ? [`Devuelto a su plan sin que lo pida: ${f.planBack}`] : []),
        ...(f.back || f.planBack
          ? f.causes.map((cause) => `- ${cause.time}: ${causeEs(cause)}`)
          : ["No se devolvió nada: nuestras mediciones no muestran tiempo que le hayamos quitado el centro o nosotros."]),
        ...(f.home ? ["", `Durante ${f.home} su propia conexión o aparato estuvo débil. Eso no se devuelve, porque no es nuestro.`] : []),
        "",
        "La cuenta, el registro y lo que se midió están aquí. ¿Fue peor que esto? Dígalo ahí en los próximos 30 días:",
        f.link,
        "",
        "Cómo se calculan las devoluciones:",
        f.rule,
      ].join("\n"),
  },
};

const reasonsEn: Record<AnsweredFacts["reason"], string> = {
  evidence_shows: "What was measured shows it.",
  facility_fault: "It was the facility's fault.",
  benefit_of_doubt: "We could not tell, so we believe you.",
  home_line: "What was measured shows that your own line or device failed.",
  nothing_found: "We found nothing that the facility or we took from you.",
};
const reasonsEs: Record<AnsweredFacts["reason"], string> = {
  evidence_shows: "Lo que se midió lo muestra.",
  facility_fault: "Fue culpa del centro.",
  benefit_of_doubt: "No se pudo saber, así que le creemos.",
  home_line: "Lo que se midió muestra que falló su propia conexión o aparato.",
  nothing_found: "No encontramos nada que el centro o nosotros le hayamos quitado.",
};

/** The letter with staff's answer to somebody who said that a visit was bad. */
export const answeredWords: Record<Locale, Words<AnsweredFacts>> = {
  en: {
    subject: (f) => `An answer about your visit on ${f.when}`,
    text: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `You said that your video visit on ${f.when} (${f.zone}) was bad.`,
        "",
        [
          ...(f.back ? [`${f.back} was given back to those who paid.`] : []),
          ...(f.planBack ? [`${f.planBack} was given back to your plan.`] : []),
          ...(f.back || f.planBack ? [] : ["Nothing more is given back."]),
          reasonsEn[f.reason],
        ].join(" "),
        "",
        "The bill and what was measured are here:",
        f.link,
      ].join("\n"),
  },
  es: {
    subject: (f) => `Respuesta sobre su visita del ${f.when}`,
    text: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `Usted dijo que su videovisita del ${f.when} (${f.zone}) fue mala.`,
        "",
        [
          ...(f.back ? [`Se devolvieron ${f.back} a quienes pagaron.`] : []),
          ...(f.planBack ? [`Se devolvieron ${f.planBack} a su plan.`] : []),
          ...(f.back || f.planBack ? [] : ["No se devuelve nada más."]),
          reasonsEs[f.reason],
        ].join(" "),
        "",
        "La cuenta y lo que se midió están aquí:",
        f.link,
      ].join("\n"),
  },
};
