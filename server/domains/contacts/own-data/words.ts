import type { Locale } from "#server/platform/context.ts";

const en = {
  title: "What Throughline keeps about you",
  made: "Made on {day} (UTC).",
  intro:
    "This file holds what is kept about you. Other people’s data is not in it. Each part is a JSON file, which any text program can open.",
  account: "Your account: address, language, since when",
  person: "You: name and birth date",
  signIns: "Where you are signed in",
  connections: "Your connections and requests, and what was answered",
  guests: "The children and interpreters whom you bring",
  equipmentChecks: "What checks of your phone or computer found",
  visits: "Your visits",
  chat: "What you typed during visits, also what you took back",
  quality: "How your own line was in your visits, five seconds in a row: what the strip on a visit’s page is drawn from",
  drawings: "What you drew, put up and sent for the sheet of a visit",
  wallet: "Your wallet: every movement, gifts you gave, what went back to you or to your card’s bank, and the card you keep",
  letters: "Letters to you: when and which, not their words",
  record: "What you did here: the record that cannot be changed",
  pictures: "Your ID pictures",
} as const;
export type OwnDataWord = keyof typeof en;

const es: Record<OwnDataWord, string> = {
  title: "Lo que Throughline guarda sobre usted",
  made: "Hecho el {day} (UTC).",
  intro:
    "Este archivo contiene lo que se guarda sobre usted. No incluye datos de otras personas. Cada parte es un archivo JSON, que se abre con cualquier programa de texto.",
  account: "Su cuenta: dirección, idioma, desde cuándo",
  person: "Usted: nombre y fecha de nacimiento",
  signIns: "Dónde tiene la sesión abierta",
  connections: "Sus conexiones y peticiones, y qué se respondió",
  guests: "Los niños e intérpretes que usted trae",
  equipmentChecks: "Lo que encontraron las pruebas de su teléfono o computadora",
  visits: "Sus visitas",
  chat: "Lo que usted escribió durante las visitas, también lo que borró",
  quality: "Cómo estuvo su propia línea en sus visitas, cinco segundos por renglón: de ahí se dibuja la tira de la visita",
  drawings: "Lo que usted dibujó, puso y envió para la hoja de una visita",
  wallet: "Su monedero: cada movimiento, los regalos que dio, lo que volvió a usted o al banco de su tarjeta, y la tarjeta que guarda",
  letters: "Cartas para usted: cuándo y cuáles, no sus palabras",
  record: "Lo que usted hizo aquí: el registro que no se puede cambiar",
  pictures: "Sus fotos de identificación",
};

/** One sentence of the export's first page. */
export const ownDataWord = (locale: Locale, word: OwnDataWord, blanks: Readonly<Record<string, string>> = {}): string =>
  (locale === "es" ? es : en)[word].replaceAll(/\{(\w+)\}/g, (_blank, name: string) => blanks[name] ?? "");
