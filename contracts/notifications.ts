import { z } from "zod";
import { Done, Id, Instant, Locale, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { optionalLetters } from "./letter-kinds.ts";

export const deliveryStatuses = ["queued", "sending", "sent", "delivered", "bounced", "failed", "not_sent"] as const;
export const DeliveryStatus = z.enum(deliveryStatuses);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;
/** Why a letter waits or was not sent, as a reader is told it. */
export const DeliveryWhy = z.enum(["quiet_hours", "retry", "stopped", "nothing_to_say", "restored"]).nullable();

/** One letter as its reader sees it in "Letters we sent you": never its words. */
export const OwnLetter = z.strictObject({
  id: Id,
  kind: z.string(),
  status: DeliveryStatus,
  why: DeliveryWhy,
  madeAt: Instant,
  /** When it reached where it stands; while it waits, when it will go. */
  at: Instant,
  canSendAgain: z.boolean(),
});
/** The same for staff, with how often it was tried and what the mail server answered; `named` is what a resident called somebody they named. No address. */
export const LetterForStaff = OwnLetter.extend({ tries: z.number().int(), code: z.string().nullable(), named: z.string().nullable() });

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const Zone = z.string().refine((zone) => isZone(zone), "is no time zone");
export const LetterSettings = z.strictObject({
  /** Everything that is not needed is stopped. */
  stopped: z.boolean(),
  /** Kinds that are off one by one. */
  off: z.array(z.enum(optionalLetters)),
  quiet: z.boolean(),
  quietFrom: Time,
  quietTo: Time,
  /** Whose night it is; null follows the facility that a letter is about. */
  timeZone: Zone.nullable(),
});
export type LetterSettings = z.infer<typeof LetterSettings>;
/** The newest letter came back: nothing reaches this address now. */
const MailState = { comingBack: z.boolean() };

const Token = z.string().regex(/^[\w-]{43}$/);
const ByToken = z.strictObject({ token: Token });
const Again = z.strictObject({ id: Id });

export const lettersPublic = {
  letterState: endpoint({
    id: "letterState",
    method: "POST",
    path: "/api/public/letters/state",
    permission: "letter.stop",
    summary: "Whether the account of a letter's link still gets letters that are not needed; changes nothing",
    body: ByToken,
    answer: { status: 200, schema: z.strictObject({ stopped: z.boolean(), locale: Locale }) },
    errors: ["letter.link_invalid", "request.too_many"],
  }),
  stopLetters: endpoint({
    id: "stopLetters",
    method: "POST",
    path: "/api/public/letters/stop",
    permission: "letter.stop",
    summary: "Stop every letter that is not needed, by a letter's link, without signing in",
    body: ByToken,
    answer: { status: 200, schema: Done },
    errors: ["letter.link_invalid", "request.too_many"],
  }),
  resumeLetters: endpoint({
    id: "resumeLetters",
    method: "POST",
    path: "/api/public/letters/resume",
    permission: "letter.stop",
    summary: "Undo the stop, by a letter's link",
    body: ByToken,
    answer: { status: 200, schema: Done },
    errors: ["letter.link_invalid", "request.too_many"],
  }),
  stopByMail: endpoint({
    id: "stopByMail",
    method: "POST",
    path: "/api/public/letters/one-click",
    permission: "letter.stop",
    fromMail: true,
    summary: "What a mail program's own stop button posts to (RFC 8058); its form is not read",
    query: ByToken,
    answer: { status: 200, schema: Done },
    errors: ["letter.link_invalid", "request.too_many"],
  }),
};

export const lettersOutside = {
  ownLetters: endpoint({
    id: "ownLetters",
    method: "GET",
    path: "/api/outside/letters",
    permission: "letter.read_own",
    summary: "The letters sent to one's own account and where each stands, newest first; never their words",
    query: z.strictObject({ ...Page }),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(OwnLetter), next: z.string().nullable() }) },
    errors: [],
  }),
  sendOwnLetterAgain: endpoint({
    id: "sendOwnLetterAgain",
    method: "POST",
    path: "/api/outside/letters/:deliveryId/again",
    permission: "letter.read_own",
    summary: "Have a letter sent again, written anew; once per `id`",
    params: z.strictObject({ deliveryId: Id }),
    body: Again,
    answer: { status: 204, schema: Nothing },
    errors: ["letter.unknown", "letter.not_again", "request.too_many"],
  }),
  letterSettings: endpoint({
    id: "letterSettings",
    method: "GET",
    path: "/api/outside/letters/settings",
    permission: "letter.read_own",
    summary: "Which letters come, when the night is quiet, and whether letters come back",
    answer: { status: 200, schema: LetterSettings.extend(MailState) },
    errors: [],
  }),
  setLetterSettings: endpoint({
    id: "setLetterSettings",
    method: "POST",
    path: "/api/outside/letters/settings",
    permission: "letter.read_own",
    summary: "Choose which letters come and when; needed ones come always",
    body: LetterSettings,
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
};

export const lettersStaff = {
  lettersAbout: endpoint({
    id: "lettersAbout",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/letters",
    permission: "letter.read",
    summary:
      "Was the family told? The letters about one visit or connection here, or to people whom a resident named, and where each stands, without addresses or words",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ about: Id }),
    answer: { status: 200, schema: z.array(LetterForStaff) },
    errors: [],
  }),
  sendLetterAgain: endpoint({
    id: "sendLetterAgain",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/letters/:deliveryId/again",
    permission: "letter.send_again",
    summary: "Have a letter about a visit, connection or resident here sent again; once per `id`, and it stands in the audit",
    params: z.strictObject({ facilityId: Id, deliveryId: Id }),
    body: Again,
    answer: { status: 204, schema: Nothing },
    errors: ["letter.unknown", "letter.not_again", "request.too_many"],
  }),
};

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone.length <= 60;
  } catch {
    return false;
  }
}
