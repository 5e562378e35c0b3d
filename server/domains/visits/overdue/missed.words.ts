import type { Locale } from "#contracts/common.ts";

/** What the sentences are filled in with. */
export interface MissedFacts {
  reader: string;
  other: string;
  facility: string;
  when: string;
  zone: string;
  link: string;
}
type Sentence = (facts: MissedFacts) => string;
interface MissedWords {
  subject: Sentence;
  /** By outcome: who came and who did not. */
  happened: Record<string, Sentence>;
  text: (facts: MissedFacts, whatHappened: string) => string;
}

/** Every sentence of the letter about a missed visit, by language. */
export const missedWords: Record<Locale, MissedWords> = {
  en: {
    subject: (f) => `Missed: your visit on ${f.when}`,
    happened: {
      nobody_came: () => "Nobody joined, from either side.",
      resident_absent: (f) => `You were there, but ${f.other} did not join. We do not know why.`,
      family_absent: (f) => `${f.other} was there, but you did not join.`,
    },
    text: (f, whatHappened) =>
      [
        `Hello ${f.reader},`,
        "",
        `The video visit with ${f.other} on ${f.when} (${f.zone}) did not take place. ${whatHappened}`,
        "",
        "You pay nothing, and it does not count as one of this week's visits. It is over and cannot be joined any more.",
        "",
        "You can book another time, and read the record of this visit, here:",
        f.link,
        "",
        `If something went wrong, ask the visiting office of ${f.facility}.`,
      ].join("\n"),
  },
  es: {
    subject: (f) => `Visita perdida: ${f.when}`,
    happened: {
      nobody_came: () => "No entró nadie, de ninguno de los dos lados.",
      resident_absent: (f) => `Usted estaba allí, pero ${f.other} no entró. No sabemos por qué.`,
      family_absent: (f) => `${f.other} estaba allí, pero usted no entró.`,
    },
    text: (f, whatHappened) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `La videovisita con ${f.other} del ${f.when} (${f.zone}) no tuvo lugar. ${whatHappened}`,
        "",
        "Usted no paga nada, y no cuenta entre las visitas de esta semana. Ya terminó y no se puede entrar en ella.",
        "",
        "Aquí puede reservar otra hora y leer el registro de esta visita:",
        f.link,
        "",
        `Si algo salió mal, pregunte en la oficina de visitas de ${f.facility}.`,
      ].join("\n"),
  },
};
