import type { PracticeCard } from "#contracts/top-up-limits.ts";
import type { DisputeSaid, PaymentSaid, RefundSaid } from "./payments.rules.ts";
import type { DepositWay } from "./payments.tables.ts";
import type { TheirLine } from "./reconcile.rules.ts";

/** A card that the processor keeps: what its owner knows it by. */
export interface KeptCard {
  methodId: string;
  /** The processor's own code for the card, the same whenever it is entered; null where it says none. It is no card number. */
  cardCode: string | null;
  brand: string;
  lastFour: string;
  expiresMonth: number;
  expiresYear: number;
}

/** What a processor says of one payment. */
export interface Payment {
  said: PaymentSaid;
  processorId: string | null;
  /** What was paid, where it was: never anything but what was asked. */
  cents: number | null;
  /** The processor's code for what went wrong last. */
  why: string | null;
  /** Lets the page take the card, as long as it waits for one. It stands in no row, job or log. */
  clientSecret: string | null;
  /** Under which name the processor keeps the card that is to pay; and that card, once it has paid and may be used again. */
  customerId?: string | null;
  card?: KeptCard | null;
}
export interface ChargeOfCard {
  id: string;
  cents: number;
  customerId: string;
  methodId: string;
  isOver: boolean;
  ownerIsThere: boolean;
}
export interface PaidBack {
  said: RefundSaid;
  processorId: string | null;
  why: string | null;
}
export interface Disputed {
  said: DisputeSaid;
  processorId: string;
  cents: number;
  /** Of the card whose bank took it back, where the processor says it. */
  cardCode?: string | null;
}

/** Something that the processor's messages are about, by its own id. */
export type Subject = { kind: "payment" | "refund" | "dispute"; processorId: string };
/** How that stands now, with our own id where it carries one. */
export type Told =
  | { kind: "payment"; depositId: string | null; payment: Payment }
  | { kind: "refund"; refundId: string | null; paidBack: PaidBack }
  | { kind: "dispute"; paymentId: string | null; disputed: Disputed };

/**
 * Whoever takes cards. Each call may be made again with the same id and happens once. It throws where the processor does not answer, and then
 * nothing is known: it is asked again later.
 */
export interface Processor {
  way: DepositWay;
  /** The key that a page needs; null where it needs none. */
  publishableKey: string | null;
  /** `keepCard`: once it has paid, the card is kept, to be charged when its owner is not there. */
  begin(deposit: { id: string; cents: number; keepCard?: boolean; practiceCard?: PracticeCard }): Promise<Payment>;
  /** Takes something of a kept card: paid, failed for good, or waiting for the bank. `isOver`: only what was asked before counts. `ownerIsThere`: they pressed for it just now. */
  charge(deposit: ChargeOfCard): Promise<Payment>;
  /** Forgets a kept card and the name under which it was kept. */
  forget(card: { customerId: string }): Promise<void>;
  look(deposit: { id: string; processorId: string }): Promise<Payment>;
  /** Gives a payment up that nobody finished: from then on it can't be paid. It answers `paid` where it just was. */
  giveUp(deposit: { id: string; processorId: string }): Promise<Payment>;
  refund(refund: { id: string; cents: number; paymentId: string | null }): Promise<PaidBack>;
  /** What a message is about, if its signature is right: undefined for what concerns nobody here. Refuses with `money.event_unsigned`. */
  subjectOf(message: { body: Buffer; signature: string | undefined; at: Temporal.Instant }): Subject | undefined;
  /** How it stands now, asked of the processor itself: a message may be old, and come twice. */
  lookUp(subject: Subject): Promise<Told>;
  /** Every dispute that began since, as it stands now, by the payment that it is about. */
  disputes(since: Temporal.Instant): Promise<{ paymentId: string | null; disputed: Disputed }[]>;
  /** What it paid to the operator's bank, newest first, as far back as it tells; and what each of these payouts is made of. */
  payouts(): Promise<{ id: string; cents: number; arrivesAt: Temporal.Instant }[]>;
  linesOf(payoutId: string): Promise<(TheirLine & { sourceId: string | null })[]>;
}
