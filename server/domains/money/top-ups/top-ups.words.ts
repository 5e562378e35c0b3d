import type { Locale } from "#contracts/common.ts";
import type { TopUpStop } from "#contracts/top-up-limits.ts";

export const STOPPED_LETTER = "money.top_up_stopped";
export const ADDED_LETTER = "money.top_up_added";

interface Words {
  stopped: { subject: string; why: Readonly<Record<TopUpStop, string>>; next: Readonly<Record<TopUpStop, string>>; rest: string };
  added: { subject: string; text: (facts: { sum: string; lastFour: string; month: string; page: string }) => string };
  hello: string;
}

/** What is written to somebody about money that is added by itself: that it was, and that it is not any more. */
export const topUpWords: Readonly<Record<Locale, Words>> = {
  en: {
    hello: "Hello,",
    stopped: {
      subject: "Money is no longer added to your wallet automatically",
      why: {
        declined: "Your wallet was low, so we asked your card for the amount you chose. The card was refused. Nothing was taken.",
        authentication:
          "Your wallet was low, so we asked your card for the amount you chose. Its bank wants to ask you first. Nothing was taken.",
        disputed: "Your card’s bank took a payment back. So nothing is taken from this card automatically any more.",
        gave_back: "You had your money back. So nothing is added automatically until you turn it on again.",
      },
      next: {
        declined: "Next step: open your wallet and add money with another card, or turn it on again once your card works.",
        authentication:
          "Next step: open your wallet, add money yourself and keep the card again: your bank can ask you then. After that you can turn it on again.",
        disputed: "Next step: if you want it to go on, open your wallet, add money with another card and keep that one.",
        gave_back: "Next step: none. If you want it to go on, turn it on in your wallet.",
      },
      rest: "Visits that are booked are not touched by this: what they need is kept already.",
    },
    added: {
      subject: "Money was added to your wallet",
      text: ({ sum, lastFour, month, page }) =>
        [
          "Hello,",
          `Your wallet was low, so ${sum} was added from your card ending in ${lastFour}, as you chose. There is no fee. At most ${month} is added automatically in a month.`,
          "You can have it back, change this or stop it any day:",
          page,
        ].join("\n\n"),
    },
  },
  es: {
    hello: "Hola:",
    stopped: {
      subject: "Ya no se añade dinero automáticamente a su monedero",
      why: {
        declined:
          "Quedaba poco en su monedero y pedimos a su tarjeta la cantidad que usted eligió. La tarjeta fue rechazada. No se cobró nada.",
        authentication:
          "Quedaba poco en su monedero y pedimos a su tarjeta la cantidad que usted eligió. Su banco quiere preguntarle antes a usted. No se cobró nada.",
        disputed: "El banco de su tarjeta retiró un pago. Por eso ya no se cobra nada automáticamente a esta tarjeta.",
        gave_back: "Usted recuperó su dinero. Por eso no se añade nada automáticamente hasta que usted lo active otra vez.",
      },
      next: {
        declined: "El siguiente paso: abra su monedero y añada dinero con otra tarjeta, o actívelo otra vez cuando su tarjeta funcione.",
        authentication:
          "El siguiente paso: abra su monedero, añada dinero usted y guarde la tarjeta otra vez: así su banco puede preguntarle. Después puede activarlo de nuevo.",
        disputed: "El siguiente paso: si quiere que siga, abra su monedero, añada dinero con otra tarjeta y guarde esa.",
        gave_back: "El siguiente paso: ninguno. Si quiere que siga, actívelo en su monedero.",
      },
      rest: "Las visitas reservadas no cambian: lo que necesitan ya está apartado.",
    },
    added: {
      subject: "Se añadió dinero a su monedero",
      text: ({ sum, lastFour, month, page }) =>
        [
          "Hola:",
          `Quedaba poco en su monedero y se añadieron ${sum} de su tarjeta terminada en ${lastFour}, como usted eligió. No hay comisión. Como máximo se añaden automáticamente ${month} al mes.`,
          "Puede recuperarlo, cambiarlo o pararlo cualquier día:",
          page,
        ].join("\n\n"),
    },
  },
};
