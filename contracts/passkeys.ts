import { z } from "zod";
import { Done, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

/** Binary in letters, as browsers write it (base64url); no part of an answer is longer. */
const Binary = z.string().max(8_000);
const Credential = {
  id: z.string().min(1).max(1_400),
  rawId: z.string().min(1).max(1_400),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
};
/** What a browser answers when it made a passkey (W3C WebAuthn level 3, 5.1.8.1). */
export const MadePasskey = z.strictObject({
  ...Credential,
  response: z.strictObject({
    clientDataJSON: Binary,
    attestationObject: Binary,
    authenticatorData: Binary.optional(),
    transports: z.array(z.string().max(40)).max(10).optional(),
    publicKeyAlgorithm: z.number().int().optional(),
    publicKey: Binary.optional(),
  }),
});
/** What a browser answers when it signed with one (5.1.8.2). */
export const UsedPasskey = z.strictObject({
  ...Credential,
  response: z.strictObject({
    clientDataJSON: Binary,
    authenticatorData: Binary,
    signature: Binary,
    userHandle: Binary.nullish(),
  }),
});
/** A question to the browser: `options` goes into the browser's own call as it is. */
const Challenge = z.strictObject({ challengeId: Id, options: z.record(z.string(), z.unknown()) });
const Name = z.string().trim().min(1).max(60);
export const PasskeyRow = z.strictObject({ id: Id, name: z.string(), madeAt: Instant, lastUsedAt: Instant.nullable() });

const AddBody = z.strictObject({ id: Id, challengeId: Id, name: Name, answer: MadePasskey });
const UseBody = z.strictObject({ challengeId: Id, answer: UsedPasskey });
const RenameBody = z.strictObject({ name: Name });
const One = z.strictObject({ passkeyId: Id });

export const outsidePasskeys = {
  outsidePasskeys: endpoint({
    id: "outsidePasskeys",
    method: "GET",
    path: "/api/outside/passkeys",
    permission: "outside.me",
    summary: "The passkeys of this account",
    answer: { status: 200, schema: z.array(PasskeyRow) },
    errors: [],
  }),
  askOutsidePasskey: endpoint({
    id: "askOutsidePasskey",
    method: "POST",
    path: "/api/outside/passkeys/ask",
    permission: "outside.me",
    summary: "What the browser needs to make a passkey; only with the password, once more",
    body: z.strictObject({ password: z.string().min(1).max(200) }),
    answer: { status: 200, schema: Challenge },
    errors: ["account.credentials_wrong", "account.locked", "request.too_many", "passkey.too_many"],
  }),
  addOutsidePasskey: endpoint({
    id: "addOutsidePasskey",
    method: "POST",
    path: "/api/outside/passkeys",
    permission: "outside.me",
    summary: "Keep the passkey that the browser made",
    body: AddBody,
    answer: { status: 201, schema: Done },
    errors: ["passkey.refused", "passkey.question_expired", "passkey.known", "passkey.too_many"],
  }),
  renameOutsidePasskey: endpoint({
    id: "renameOutsidePasskey",
    method: "POST",
    path: "/api/outside/passkeys/:passkeyId/rename",
    permission: "outside.me",
    summary: "Give a passkey another name",
    params: One,
    body: RenameBody,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found"],
  }),
  removeOutsidePasskey: endpoint({
    id: "removeOutsidePasskey",
    method: "POST",
    path: "/api/outside/passkeys/:passkeyId/remove",
    permission: "outside.me",
    summary: "Remove a passkey; it signs nobody in from then on",
    params: One,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found", "passkey.last_way"],
  }),
  askOutsideSignIn: endpoint({
    id: "askOutsideSignIn",
    method: "POST",
    path: "/api/outside/sign-in/passkey/ask",
    permission: "outside.sign_in",
    summary: "What the browser needs to sign in with a passkey",
    body: z.strictObject({}),
    answer: { status: 200, schema: Challenge },
    errors: ["request.too_many"],
  }),
  signInOutsideByPasskey: endpoint({
    id: "signInOutsideByPasskey",
    method: "POST",
    path: "/api/outside/sign-in/passkey",
    permission: "outside.sign_in",
    summary: "Sign in with a passkey",
    body: UseBody,
    answer: { status: 200, schema: Done },
    errors: ["passkey.refused", "passkey.question_expired", "request.too_many"],
  }),
};

export const staffPasskeys = {
  staffPasskeys: endpoint({
    id: "staffPasskeys",
    method: "GET",
    path: "/api/staff/passkeys",
    permission: "staff.me",
    summary: "The passkeys of this account",
    answer: { status: 200, schema: z.array(PasskeyRow) },
    errors: [],
  }),
  askStaffPasskey: endpoint({
    id: "askStaffPasskey",
    method: "POST",
    path: "/api/staff/passkeys/ask",
    permission: "staff.me",
    summary: "What the browser needs to make a passkey; only with a fresh code of the second step",
    body: z.strictObject({ code: z.string().trim().min(6).max(40) }),
    answer: { status: 200, schema: Challenge },
    errors: ["account.code_wrong", "account.locked", "passkey.too_many"],
  }),
  addStaffPasskey: endpoint({
    id: "addStaffPasskey",
    method: "POST",
    path: "/api/staff/passkeys",
    permission: "staff.me",
    summary: "Keep the passkey that the browser made",
    body: AddBody,
    answer: { status: 201, schema: Done },
    errors: ["passkey.refused", "passkey.question_expired", "passkey.known", "passkey.too_many"],
  }),
  renameStaffPasskey: endpoint({
    id: "renameStaffPasskey",
    method: "POST",
    path: "/api/staff/passkeys/:passkeyId/rename",
    permission: "staff.me",
    summary: "Give a passkey another name",
    params: One,
    body: RenameBody,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found"],
  }),
  removeStaffPasskey: endpoint({
    id: "removeStaffPasskey",
    method: "POST",
    path: "/api/staff/passkeys/:passkeyId/remove",
    permission: "staff.me",
    summary: "Remove a passkey; it signs nobody in from then on",
    params: One,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found", "passkey.last_way"],
  }),
  askStaffSignIn: endpoint({
    id: "askStaffSignIn",
    method: "POST",
    path: "/api/staff/sign-in/passkey/ask",
    permission: "staff.sign_in",
    summary: "What the browser needs to sign in with a passkey",
    body: z.strictObject({}),
    answer: { status: 200, schema: Challenge },
    errors: ["request.too_many"],
  }),
  signInStaffByPasskey: endpoint({
    id: "signInStaffByPasskey",
    method: "POST",
    path: "/api/staff/sign-in/passkey",
    permission: "staff.sign_in",
    summary: "Sign in with a passkey: possession and the person proved at once, so it stands for both steps",
    body: UseBody,
    answer: { status: 200, schema: Done },
    errors: ["sign_on.required", "passkey.refused", "passkey.question_expired", "request.too_many"],
  }),
};
