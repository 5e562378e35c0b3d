import type { Locale } from "#contracts/common.ts";

export interface LetterFacts {
  reader: string;
  other: string;
  facility: string;
  /** Where the other one sits, as the facility calls it. */
  station: string;
  /** Day and time on the facility's clock, in the reader's language. */
  when: string;
  /** The zone by its name in the reader's language: "Mountain Standard Time". */
  zone: string;
  minutes: number;
  opens: string;
  recorded: boolean;
  /** The most that the reader pays, as money; null where that is nothing. */
  atMost: string | null;
  /** Who booked, where the reader comes along to somebody else's visit. */
  bookedBy: string | null;
  /** The other adults who come, each from a home of their own; the reader is left out. */
  adults: readonly string[];
  /** Who comes along, by first name. */
  guests: readonly { name: string; kind: "child" | "interpreter" }[];
  link: string;
  by: "family" | "resident" | "staff";
  reason: string;
}
type Sentence = (facts: LetterFacts) => string;
interface LetterWords {
  /** No subject names the resident: it shows on locked phones, on shared ones, and to whoever stands by. */
  bookedSubject: Sentence;
  booked: Sentence;
  reminderSubject: Sentence;
  reminder: Sentence;
  partyChangedSubject: Sentence;
  partyChanged: Sentence;
  cancelledSubject: Sentence;
  cancelled: Sentence;
  stationSubject: Sentence;
  station: Sentence;
  calendarSummary: Sentence;
  calendarDescription: Sentence;
  where: Sentence;
}

const reasons: Record<Locale, Record<string, string>> = {
  en: {
    plans_changed: "Plans have changed.",
    unwell: "Somebody is not well.",
    no_reason: "No reason was given.",
    facility_need: "The facility needs the time or the room.",
    safety: "It is for safety.",
    resident_released: "They have been released, so they are not at the facility any more.",
    resident_moved: "They are not at this facility any more.",
    connection_suspended: "Your connection is suspended for now.",
    connection_limited: "A limit on how you two may meet holds on that day.",
    connection_ended: "The connection between you two has ended.",
    contact_banned: "You two may not meet on that day.",
  },
  es: {
    plans_changed: "Cambiaron los planes.",
    unwell: "Alguien no se siente bien.",
    no_reason: "No se dio ningún motivo.",
    facility_need: "El centro necesita el horario o la sala.",
    safety: "Es por seguridad.",
    resident_released: "Quedó en libertad, así que ya no está en el centro.",
    resident_moved: "Ya no está en este centro.",
    connection_suspended: "Su conexión está suspendida por ahora.",
    connection_limited: "Ese día hay un límite en cómo pueden verse.",
    connection_ended: "La conexión entre ustedes terminó.",
    contact_banned: "Ustedes no pueden verse ese día.",
  },
};
const byEn = (f: LetterFacts) =>
  ({
    family: `${f.bookedBy ?? "You"} ${f.bookedBy ? "has" : "have"} cancelled`,
    resident: "The resident has cancelled",
    staff: "The facility has cancelled",
  })[f.by];
const byEs = (f: LetterFacts) =>
  ({ family: `${f.bookedBy ?? "Usted"} canceló`, resident: "La persona adentro canceló", staff: "El centro canceló" })[f.by];

/** Nobody is told to book again with somebody who has gone. */
const gone = (f: LetterFacts) => f.reason === "resident_released" || f.reason === "resident_moved";
/** Nor with somebody whom they may not see for now: the letter about the connection says what may be done. */
const stopped = (f: LetterFacts) => ["connection_suspended", "connection_ended", "contact_banned"].includes(f.reason);
const afterEn = (f: LetterFacts) => [
  f.bookedBy
    ? "You do not have to do anything. Your own time is free again. The visit is here:"
    : stopped(f)
      ? "It does not count as one of this week's visits. Where your connection stands, you see here:"
      : gone(f)
        ? "You do not have to do anything. Your connection stays as it is. See what is next here:"
        : "It does not count as one of this week's visits. You can book another time:",
];
const afterEs = (f: LetterFacts) => [
  f.bookedBy
    ? "No tiene que hacer nada. Su horario vuelve a estar libre. La visita está aquí:"
    : stopped(f)
      ? "No cuenta entre las visitas de esta semana. Vea aquí cómo está su conexión:"
      : gone(f)
        ? "No tiene que hacer nada. Su conexión sigue como está. Vea aquí qué sigue:"
        : "No cuenta entre las visitas de esta semana. Puede reservar otra hora:",
];

const kinds = { en: { child: "child", interpreter: "interpreter" }, es: { child: "menor", interpreter: "intérprete" } };
/** "you, Leo (child) and Ana (interpreter)", in the reader's language. */
export const party = (f: LetterFacts, locale: Locale, you: string) =>
  new Intl.ListFormat(locale).format([
    you,
    ...(f.bookedBy ? [f.bookedBy] : []),
    ...f.adults,
    ...f.guests.map(({ name, kind }) => `${name} (${kinds[locale][kind]})`),
  ]);
const partyLine = (f: LetterFacts, locale: Locale, says: string, you: string) =>
  f.guests.length > 0 || f.adults.length > 0 || f.bookedBy ? [`${says}: ${party(f, locale, you)}`] : [];

/** Every sentence of the letters about a visit, by language. */
export const letterWords: Record<Locale, LetterWords> = {
  en: {
    bookedSubject: (f) => `Your visit is booked: ${f.when}`,
    booked: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `Your video visit with ${f.other} is booked.`,
        "",
        `When: ${f.when} (${f.zone})`,
        `How long: ${f.minutes} minutes`,
        `Where they are: ${f.facility}`,
        ...partyLine(f, "en", "Who comes", "you"),
        "",
        `You can come in from ${f.opens}. Open this page to join, to see the record of the visit or to cancel it:`,
        f.link,
        "",
        f.recorded ? "The visit is recorded. You will be asked to agree before you join." : "The visit is not recorded.",
        f.atMost
          ? `It costs you at most ${f.atMost}, only for time in which you are both connected. That is kept in your wallet until then; nothing is taken yet.`
          : "It costs you nothing.",
      ].join("\n"),
    reminderSubject: (f) => `Reminder: your visit on ${f.when}`,
    reminder: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `Your video visit with ${f.other} is on ${f.when} (${f.zone}). It takes ${f.minutes} minutes.`,
        ...partyLine(f, "en", "Who comes", "you"),
        "",
        `You can come in from ${f.opens}, here:`,
        f.link,
        "",
        f.bookedBy
          ? "You can’t come? Step out on the same page, so that the others know."
          : "You can’t come? Cancel it on the same page, so that another family gets the time.",
      ].join("\n"),
    partyChangedSubject: (f) => `Who comes to your visit on ${f.when}`,
    partyChanged: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `You took somebody off your list of guests. They do not come along to your video visit with ${f.other} on ${f.when} (${f.zone}).`,
        "",
        `Who comes now: ${party(f, "en", "you")}`,
        "",
        "Nothing else has changed. The visit is here:",
        f.link,
      ].join("\n"),
    cancelledSubject: (f) => `Cancelled: your visit on ${f.when}`,
    cancelled: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `${byEn(f)} the video visit with ${f.other} on ${f.when} (${f.zone}).`,
        reasons.en[f.reason] ?? "",
        "",
        ...afterEn(f),
        f.link,
      ].join("\n"),
    stationSubject: (f) => `Same time, another station: your visit on ${f.when}`,
    station: (f) =>
      [
        `Hello ${f.reader},`,
        "",
        `Your video visit with ${f.other} stays on ${f.when} (${f.zone}). Only the station inside changes: they will be at ${f.station}, ${f.facility}.`,
        "",
        "You do not have to do anything. You join on the same page as before:",
        f.link,
      ].join("\n"),
    calendarSummary: (f) => `Video visit with ${f.other}`,
    calendarDescription: (f) => `Join here from ${f.opens} (${f.zone}): ${f.link}`,
    where: () => "Online, in Throughline",
  },
  es: {
    bookedSubject: (f) => `Su visita está reservada: ${f.when}`,
    booked: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `Su videovisita con ${f.other} está reservada.`,
        "",
        `Cuándo: ${f.when} (${f.zone})`,
        `Duración: ${f.minutes} minutos`,
        `Dónde está: ${f.facility}`,
        ...partyLine(f, "es", "Vienen", "usted"),
        "",
        `Puede entrar desde las ${f.opens}. En esta página puede unirse, ver el registro de la visita o cancelarla:`,
        f.link,
        "",
        f.recorded ? "La visita se graba. Le pediremos su consentimiento antes de entrar." : "La visita no se graba.",
        f.atMost
          ? `Le cuesta como máximo ${f.atMost}, solo por el tiempo en que los dos están conectados. Eso queda apartado en su monedero hasta entonces; todavía no se cobra nada.`
          : "A usted no le cuesta nada.",
      ].join("\n"),
    reminderSubject: (f) => `Recordatorio: su visita del ${f.when}`,
    reminder: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `Su videovisita con ${f.other} es el ${f.when} (${f.zone}). Dura ${f.minutes} minutos.`,
        ...partyLine(f, "es", "Vienen", "usted"),
        "",
        `Puede entrar desde las ${f.opens}, aquí:`,
        f.link,
        "",
        f.bookedBy
          ? "¿No puede venir? Dígalo en la misma página, para que los demás lo sepan."
          : "¿No puede venir? Cancélela en la misma página, para que otra familia tenga ese horario.",
      ].join("\n"),
    partyChangedSubject: (f) => `Quién viene a su visita del ${f.when}`,
    partyChanged: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `Usted quitó a alguien de su lista de invitados. Esa persona no viene a su videovisita con ${f.other} del ${f.when} (${f.zone}).`,
        "",
        `Ahora ${f.guests.length > 0 ? "vienen" : "viene"}: ${party(f, "es", "usted")}`,
        "",
        "Nada más ha cambiado. La visita está aquí:",
        f.link,
      ].join("\n"),
    cancelledSubject: (f) => `Cancelada: su visita del ${f.when}`,
    cancelled: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `${byEs(f)} la videovisita con ${f.other} del ${f.when} (${f.zone}).`,
        reasons.es[f.reason] ?? "",
        "",
        ...afterEs(f),
        f.link,
      ].join("\n"),
    stationSubject: (f) => `Misma hora, otra estación: su visita del ${f.when}`,
    station: (f) =>
      [
        `Hola, ${f.reader}:`,
        "",
        `Su videovisita con ${f.other} sigue siendo el ${f.when} (${f.zone}). Solo cambia la estación de adentro: estará en ${f.station}, ${f.facility}.`,
        "",
        "Usted no tiene que hacer nada. Entra por la misma página de antes:",
        f.link,
      ].join("\n"),
    calendarSummary: (f) => `Videovisita con ${f.other}`,
    calendarDescription: (f) => `Entre aquí desde las ${f.opens} (${f.zone}): ${f.link}`,
    where: () => "En línea, en Throughline",
  },
};
