import { rateCaps, type Service, services } from "#jurisdictions/rate-caps.ts";
import { facilityOf } from "#server/domains/facilities/index.ts";
import type { BuildLetter } from "#server/domains/notifications/index.ts";

export const FOLLOWS_LETTER = "money.price_follows_law";

interface Told {
  facility: string;
  service: string;
  since: string;
  asked: string;
  followed: string;
  law: string;
  page: string;
  site: string;
}
const serviceWords: Record<"en" | "es", Record<Service, string>> = {
  en: { video: "video visits", audio: "phone calls", message: "messages" },
  es: { video: "las visitas por video", audio: "las llamadas", message: "los mensajes" },
};
const words = {
  en: {
    subject: ({ service }: Told) => `The charge for ${service} follows the law`,
    less: ({ service, facility, asked, since, followed }: Told) =>
      `The price for ${service} at ${facility} is ${asked} a minute. Since ${since} the law allows less. The charge follows it by itself: ${followed} a minute.`,
    free: ({ service, facility, asked, since }: Told) =>
      `The price for ${service} at ${facility} is ${asked} a minute. Since ${since} contact is free there by law. Families and residents are charged nothing; only the agency may pay.`,
    rest: ({ law, page, site }: Told) =>
      `You need do nothing.\n\nThe law: ${law}.\n\nSet a new price whenever you like:\n\n${page}\n\nThroughline\n${site}\n`,
    greeting: "Hello,",
  },
  es: {
    subject: ({ service }: Told) => `El cobro por ${service} sigue la ley`,
    less: ({ service, facility, asked, since, followed }: Told) =>
      `El precio por ${service} en ${facility} es de ${asked} por minuto. Desde el ${since} la ley permite menos. El cobro la sigue por sí solo: ${followed} por minuto.`,
    free: ({ service, facility, asked, since }: Told) =>
      `El precio por ${service} en ${facility} es de ${asked} por minuto. Desde el ${since} el contacto es gratis allí por ley. No se cobra nada a las familias ni a las personas detenidas; solo puede pagar la agencia.`,
    rest: ({ law, page, site }: Told) =>
      `No tiene que hacer nada.\n\nLa ley: ${law}.\n\nPuede fijar un precio nuevo cuando quiera:\n\n${page}\n\nThroughline\n${site}\n`,
    greeting: "Hola:",
  },
};

/** The letter that tells a facility's administrators that a charge follows the law below its price. */
export const followsLetter: BuildLetter = async (ctx, facts, locale) => {
  const facility = await facilityOf(ctx, String(facts.facilityId));
  const service = services.find((each) => each === facts.service);
  if (!facility || !service) return undefined;
  const site = ctx.config.publicUrl;
  const isFree = typeof facts.freeLawId === "string";
  const law = rateCaps.find((cap) => cap.id === (isFree ? facts.freeLawId : facts.capId))?.law;
  const dollars = (micros: unknown) =>
    new Intl.NumberFormat(locale, { style: "currency", currency: "USD", maximumFractionDigits: 6 }).format(Number(micros) / 1_000_000);
  const told: Told = {
    facility: facility.name,
    service: serviceWords[locale][service],
    since: new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${facts.since}T12:00:00Z`)),
    asked: dollars(facts.askedMicros),
    followed: dollars(facts.microsPerMinute),
    law: law ?? "–",
    page: `${site}/staff/at/${facility.id}/prices`,
    site,
  };
  const { greeting, subject, less, free, rest } = words[locale];
  return { subject: subject(told), text: `${greeting}\n\n${(isFree ? free : less)(told)} ${rest(told)}` };
};
