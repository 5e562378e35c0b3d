import type { Locale } from "#contracts/common.ts";
import { type LetterFacts, party } from "./letters.words.ts";

/** What the letters about who comes say beside the visit itself. */
export interface PartyFacts extends LetterFacts {
  /** Who asks, comes, or does not come any more. */
  who: string;
  /** Where the reader signs in; no letter of an asking has a link that lets anybody in. */
  home: string;
}
type Sentence = (facts: PartyFacts) => string;
type Letter = "asked" | "joined" | "accepted" | "left" | "removed";
type PartyWords = Readonly<Record<Letter, { subject: Sentence; text: Sentence }>>;

const lines = (...all: (string | readonly string[])[]) => all.flat().join("\n");

/** Every sentence of the letters about other adults in a visit, by language. */
export const partyWords: Readonly<Record<Locale, PartyWords>> = {
  en: {
    asked: {
      subject: (f) => `Somebody asks you to come to a visit on ${f.when}`,
      text: (f) =>
        lines(
          `Hello ${f.reader},`,
          "",
          `${f.who} asks you to come to their video visit with ${f.other}, from your own home.`,
          "",
          `When: ${f.when} (${f.zone})`,
          `How long: ${f.minutes} minutes`,
          f.recorded ? "The visit is recorded." : "The visit is not recorded.",
          "It costs you nothing.",
          "",
          "Sign in to say yes or no. If you say nothing, nobody is told that you were asked:",
          f.home,
        ),
    },
    joined: {
      subject: (f) => `You are coming to a visit on ${f.when}`,
      text: (f) =>
        lines(
          `Hello ${f.reader},`,
          "",
          `You are coming to the video visit with ${f.other} that ${f.bookedBy} has booked.`,
          "",
          `When: ${f.when} (${f.zone})`,
          `How long: ${f.minutes} minutes`,
          `Where they are: ${f.facility}`,
          `Who comes: ${party(f, "en", "you")}`,
          "",
          `You can come in from ${f.opens}, from your own home, after signing in. Until the visit begins you can step out on the same page:`,
          f.link,
          "",
          f.recorded ? "The visit is recorded. You will be asked to agree before you join." : "The visit is not recorded.",
          "It costs you nothing.",
        ),
    },
    accepted: {
      subject: (f) => `One more person comes to your visit on ${f.when}`,
      text: (f) =>
        lines(
          `Hello ${f.reader},`,
          "",
          `${f.who} comes to your video visit with ${f.other} on ${f.when} (${f.zone}), from a home of their own.`,
          "",
          `Who comes now: ${party(f, "en", "you")}`,
          "",
          "The visit is here:",
          f.link,
        ),
    },
    left: {
      subject: (f) => `One person less comes to your visit on ${f.when}`,
      text: (f) =>
        lines(
          `Hello ${f.reader},`,
          "",
          `${f.who} does not come to your video visit with ${f.other} on ${f.when} (${f.zone}) any more. Nothing else has changed.`,
          "",
          "The visit is here:",
          f.link,
        ),
    },
    removed: {
      subject: (f) => `You are no longer coming to a visit on ${f.when}`,
      text: (f) =>
        lines(
          `Hello ${f.reader},`,
          "",
          `You were to come to the video visit with ${f.other} on ${f.when} (${f.zone}). You have been taken out of it, and your time is free again. The visit may go on without you.`,
          "",
          "You do not have to do anything. Ask the person who booked the visit, or the facility, if you want to know more. Your own visits are here:",
          f.home,
        ),
    },
  },
  es: {
    asked: {
      subject: (f) => `Le piden que venga a una visita: ${f.when}`,
      text: (f) =>
        lines(
          `Hola, ${f.reader}:`,
          "",
          `${f.who} le pide que venga a su videovisita con ${f.other}, desde la casa de usted.`,
          "",
          `Cuándo: ${f.when} (${f.zone})`,
          `Duración: ${f.minutes} minutos`,
          f.recorded ? "La visita se graba." : "La visita no se graba.",
          "A usted no le cuesta nada.",
          "",
          "Inicie sesión para decir que sí o que no. Si no responde, nadie sabrá que se lo pidieron:",
          f.home,
        ),
    },
    joined: {
      subject: (f) => `Usted viene a una visita: ${f.when}`,
      text: (f) =>
        lines(
          `Hola, ${f.reader}:`,
          "",
          `Usted viene a la videovisita con ${f.other} que reservó ${f.bookedBy}.`,
          "",
          `Cuándo: ${f.when} (${f.zone})`,
          `Duración: ${f.minutes} minutos`,
          `Dónde está: ${f.facility}`,
          `Vienen: ${party(f, "es", "usted")}`,
          "",
          `Puede entrar desde las ${f.opens}, desde su casa, después de iniciar sesión. Hasta que empiece puede salirse en la misma página:`,
          f.link,
          "",
          f.recorded ? "La visita se graba. Le pediremos su consentimiento antes de entrar." : "La visita no se graba.",
          "A usted no le cuesta nada.",
        ),
    },
    accepted: {
      subject: (f) => `Viene una persona más a su visita del ${f.when}`,
      text: (f) =>
        lines(
          `Hola, ${f.reader}:`,
          "",
          `${f.who} viene a su videovisita con ${f.other} del ${f.when} (${f.zone}), desde su propia casa.`,
          "",
          `Ahora vienen: ${party(f, "es", "usted")}`,
          "",
          "La visita está aquí:",
          f.link,
        ),
    },
    left: {
      subject: (f) => `Viene una persona menos a su visita del ${f.when}`,
      text: (f) =>
        lines(
          `Hola, ${f.reader}:`,
          "",
          `${f.who} ya no viene a su videovisita con ${f.other} del ${f.when} (${f.zone}). Nada más ha cambiado.`,
          "",
          "La visita está aquí:",
          f.link,
        ),
    },
    removed: {
      subject: (f) => `Usted ya no viene a una visita: ${f.when}`,
      text: (f) =>
        lines(
          `Hola, ${f.reader}:`,
          "",
          `Usted iba a venir a la videovisita con ${f.other} del ${f.when} (${f.zone}). Ya no está en ella y su horario vuelve a estar libre. La visita puede seguir sin usted.`,
          "",
          "No tiene que hacer nada. Si quiere saber más, pregunte a quien reservó la visita o al centro. Sus propias visitas están aquí:",
          f.home,
        ),
    },
  },
};
