import type { Locale } from "#contracts/common.ts";
import type { WalletMove } from "#contracts/wallet-limits.ts";

interface StatementWords {
  title: string;
  /** `{zone}` is the zone's name. */
  clock: string;
  opening: string;
  closing: string;
  columns: readonly [day: string, what: string, who: string, sum: string, left: string];
  /** What a table has beside these. */
  more: readonly [facility: string, seconds: string, counted: string, price: string, law: string];
  /** Under a visit's line. */
  visit: string;
  credit: string;
  totals: Readonly<Record<"added" | "visits" | "credited" | "gone", string>>;
  moves: Readonly<Record<WalletMove, string>>;
  none: string;
  rule: string;
  page: string;
}

/** What a statement on paper says. */
export const statementWords: Readonly<Record<Locale, StatementWords>> = {
  en: {
    title: "Your wallet, {month}",
    clock: "Days and times are by the clock of {zone}.",
    opening: "In the wallet before",
    closing: "In the wallet after",
    columns: ["Day", "What", "With whom", "Dollars", "In the wallet"],
    more: ["Facility", "Seconds connected", "Seconds charged or given back", "Dollars a minute", "Law"],
    visit: "{connected} connected, {charged} charged, {price} a minute. {law}",
    credit: "For {time}",
    totals: {
      added: "Came in",
      visits: "Paid for visits and plans, with taxes",
      credited: "Given back for them",
      gone: "Went out otherwise",
    },
    moves: {
      deposit: "You added money",
      deposit_automatic: "Added automatically",
      cash_in: "Cash or money order",
      credit: "Given back for a visit",
      gift_got: "A gift",
      gift_sent: "A gift you gave",
      gift_back: "A gift its giver took back",
      gift_returned: "Your gift came back",
      charge: "A visit",
      tax: "Tax on a visit, as the law sets it",
      plan: "A plan: the minutes that were used",
      plan_tax: "Tax on a plan, as the law sets it",
      plan_back: "Given back of a plan",
      tax_back: "Tax that was not due: given back",
      refund: "Back to your card",
      refund_undone: "Sent back by your card's bank",
      payout: "Paid out by staff",
      dispute: "Taken back by your card's bank",
      dispute_won: "Given again by your card's bank",
      unclaimed: "Kept apart for you",
      unclaimed_back: "Was kept apart, and is here again",
      correction_in: "A mistake was put right",
      correction_out: "A mistake was put right",
    },
    none: "Nothing moved in this month.",
    rule: "There are no fees. Your money never expires, and you can have it back any day.",
    page: "Page {page} of {pages}",
  },
  es: {
    title: "Su monedero, {month}",
    clock: "Los días y las horas son los del reloj de {zone}.",
    opening: "En el monedero antes",
    closing: "En el monedero después",
    columns: ["Día", "Qué", "Con quién", "Dólares", "En el monedero"],
    more: ["Centro", "Segundos conectados", "Segundos cobrados o devueltos", "Dólares por minuto", "Ley"],
    visit: "{connected} de conexión, {charged} cobrados, {price} por minuto. {law}",
    credit: "Por {time}",
    totals: {
      added: "Entró",
      visits: "Pagado por visitas y planes, con impuestos",
      credited: "Devuelto por ellos",
      gone: "Salió por otros motivos",
    },
    moves: {
      deposit: "Usted añadió dinero",
      deposit_automatic: "Añadido automáticamente",
      cash_in: "Efectivo o giro postal",
      credit: "Devuelto por una visita",
      gift_got: "Un regalo",
      gift_sent: "Un regalo que usted dio",
      gift_back: "Un regalo que retiró quien lo dio",
      gift_returned: "Su regalo volvió",
      charge: "Una visita",
      tax: "Impuesto de una visita, según la ley",
      plan: "Un plan: los minutos que se usaron",
      plan_tax: "Impuesto de un plan, según la ley",
      plan_back: "Devuelto de un plan",
      tax_back: "Impuesto indebido: devuelto",
      refund: "De vuelta a su tarjeta",
      refund_undone: "Devuelto por el banco de su tarjeta",
      payout: "Pagado por el personal",
      dispute: "Retirado por el banco de su tarjeta",
      dispute_won: "Dado otra vez por el banco de su tarjeta",
      unclaimed: "Guardado aparte para usted",
      unclaimed_back: "Estaba guardado aparte, y aquí está otra vez",
      correction_in: "Se corrigió un error",
      correction_out: "Se corrigió un error",
    },
    none: "En este mes no se movió nada.",
    rule: "No hay comisiones. Su dinero nunca caduca, y puede pedirlo de vuelta cualquier día.",
    page: "Página {page} de {pages}",
  },
};
