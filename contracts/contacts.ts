import { z } from "zod";
import { Day, Done, Id, Instant, Nothing } from "./common.ts";
import { PictureKind } from "./connections.ts";
import { endpoint } from "./endpoint.ts";

/** The most that one picture may weigh as it is sent; what is kept is far smaller. */
export const PICTURE_BYTES_MAX = 12 * 1024 * 1024;
export const pictureTypes = ["image/jpeg", "image/png", "image/webp"] as const;
export const GUESTS_MAX = 20;

export const OwnPictures = z.strictObject({
  pictures: z.array(z.strictObject({ kind: PictureKind, madeAt: Instant, keepUntil: Instant })),
  /** Whether a request waits for which they are looked at. */
  waiting: z.boolean(),
});

const Name = z.string().trim().min(1).max(100);
export const Guest = z.strictObject({
  id: Id,
  kind: z.enum(["child", "interpreter"]),
  givenName: z.string(),
  familyName: z.string(),
  birthDate: Day.nullable(),
  language: z.string().nullable(),
});
const guestBody = z.discriminatedUnion("kind", [
  z.strictObject({ id: Id, kind: z.literal("child"), givenName: Name, familyName: Name, birthDate: Day }),
  z.strictObject({ id: Id, kind: z.literal("interpreter"), givenName: Name, familyName: Name, language: z.string().trim().min(2).max(60) }),
]);

/** The reader's own name and birth date; `fixedBy` says why they can't be corrected now: a request waits, or a facility has agreed to them. */
export const OwnName = z.strictObject({
  givenName: z.string(),
  familyName: z.string(),
  birthDate: Day,
  fixedBy: z.enum(["waits", "agreed"]).nullable(),
});

/** What goes at once when an account is closed, and what stays until when and why: codes that the app says in words. */
export const ClosingNotice = z.strictObject({
  connections: z.number().int(),
  pictures: z.number().int(),
  guests: z.number().int(),
  stays: z.array(z.enum(["visit_records", "audit", "name_in_records"])),
});

export const contactsOutside = {
  ownPictures: endpoint({
    id: "ownPictures",
    method: "GET",
    path: "/api/outside/id-pictures",
    permission: "id_picture.own",
    summary: "Which ID pictures there are and until when they are kept; the pictures themselves are not shown again",
    answer: { status: 200, schema: OwnPictures },
    errors: [],
  }),
  putPicture: endpoint({
    id: "putPicture",
    method: "POST",
    path: "/api/outside/id-pictures/:kind",
    permission: "id_picture.own",
    summary: "Send one picture as raw bytes (JPEG, PNG or WebP); it replaces an earlier one of its kind",
    params: z.strictObject({ kind: PictureKind }),
    answer: { status: 201, schema: Done },
    errors: ["picture.not_a_picture", "picture.too_large", "picture.too_small", "request.too_many"],
  }),
  ownName: endpoint({
    id: "ownName",
    method: "GET",
    path: "/api/outside/name",
    permission: "outside.me",
    summary: "One's own name and birth date, and whether they can be corrected",
    answer: { status: 200, schema: OwnName },
    errors: [],
  }),
  correctOwnName: endpoint({
    id: "correctOwnName",
    method: "POST",
    path: "/api/outside/name",
    permission: "outside.me",
    summary: "Correct one's own name and birth date, while no facility looks at them or has agreed to them",
    body: z.strictObject({ givenName: Name, familyName: Name, birthDate: Day }),
    answer: { status: 204, schema: Nothing },
    errors: ["contact.name_waits", "contact.name_agreed", "account.too_young", "request.too_many"],
  }),
  ownGuests: endpoint({
    id: "ownGuests",
    method: "GET",
    path: "/api/outside/guests",
    permission: "guest.own",
    summary: "The children and interpreters whom this contact brings",
    answer: { status: 200, schema: z.array(Guest) },
    errors: [],
  }),
  addGuest: endpoint({
    id: "addGuest",
    method: "POST",
    path: "/api/outside/guests",
    permission: "guest.own",
    summary: "Name a child or an interpreter whom this contact brings",
    body: guestBody,
    answer: { status: 201, schema: Done },
    errors: ["guest.not_a_child", "guest.too_many"],
  }),
  removeGuest: endpoint({
    id: "removeGuest",
    method: "DELETE",
    path: "/api/outside/guests/:guestId",
    permission: "guest.own",
    summary: "Take a guest off again; what was written down about them is deleted",
    params: z.strictObject({ guestId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found"],
  }),
  exportOwnData: endpoint({
    id: "exportOwnData",
    method: "POST",
    path: "/api/outside/own-data",
    permission: "outside.me",
    summary: "Ask for everything that is kept about oneself; a letter says when it is ready",
    answer: { status: 202, schema: Done },
    errors: ["request.too_many"],
  }),
  fetchOwnData: endpoint({
    id: "fetchOwnData",
    method: "POST",
    path: "/api/outside/own-data/file",
    permission: "outside.me",
    summary: "The ZIP, once, with the link from the letter, for the account that asked for it",
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["account.link_invalid"],
  }),
  closingNotice: endpoint({
    id: "closingNotice",
    method: "GET",
    path: "/api/outside/closing",
    permission: "outside.me",
    summary: "What goes and what stays when the account is closed",
    answer: { status: 200, schema: ClosingNotice },
    errors: [],
  }),
  closeAccount: endpoint({
    id: "closeAccount",
    method: "POST",
    path: "/api/outside/closing",
    permission: "outside.me",
    summary: "Close the account with its password: sign-ins, connections, pictures and guests end at once",
    body: z.strictObject({ password: z.string().min(1).max(200) }),
    answer: { status: 204, schema: Nothing },
    errors: ["account.credentials_wrong", "account.locked", "request.too_many"],
  }),
};
