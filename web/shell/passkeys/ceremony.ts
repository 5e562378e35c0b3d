import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import { isProblem, problem } from "#web/client/problem.ts";

export type Realm = "outside" | "staff";

// The two realms have the same questions under different paths; staff bring a code to prove who adds one, people outside their password.
const wires = {
  outside: {
    list: api.outsidePasskeys,
    ask: api.askOutsidePasskey,
    add: api.addOutsidePasskey,
    rename: api.renameOutsidePasskey,
    remove: api.removeOutsidePasskey,
    askSignIn: api.askOutsideSignIn,
    signIn: api.signInOutsideByPasskey,
  },
  staff: {
    list: api.staffPasskeys,
    ask: api.askStaffPasskey,
    add: api.addStaffPasskey,
    rename: api.renameStaffPasskey,
    remove: api.removeStaffPasskey,
    askSignIn: api.askStaffSignIn,
    signIn: api.signInStaffByPasskey,
  },
} as const;
export const wiresOf = (realm: Realm): (typeof wires)["outside"] => wires[realm] as unknown as (typeof wires)["outside"];

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => "PublicKeyCredential" in globalThis;

/** The browser's part of both acts, fetched when it is first wanted: a sign-in form must not wait for it. */
const browser = () => import("@simplewebauthn/browser");

/** Makes a passkey on this device and keeps it under a name; `proof` is a fresh code of staff, or the password of somebody outside. */
export async function makePasskey(realm: Realm, name: string, proof: string): Promise<void> {
  const wire = wiresOf(realm);
  const body = (realm === "staff" ? { code: proof } : { password: proof }) as { password: string };
  const { challengeId, options } = await call(wire.ask, { body });
  const answer = await asked(async () =>
    (await browser()).startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  );
  await call(wire.add, { body: { id: newId(), challengeId, name, answer: bare(answer) as never } });
}

/** Signs in with a passkey that this browser can reach. */
export async function enterByPasskey(realm: Realm): Promise<void> {
  const wire = wiresOf(realm);
  const { challengeId, options } = await call(wire.askSignIn, { body: {} });
  const answer = await asked(async () =>
    (await browser()).startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON }),
  );
  await call(wire.signIn, { body: { challengeId, answer: bare(answer) as never } });
}

/** Only what the server asks for: some browsers add fields of their own. */
function bare(answer: { id: string; rawId: string; type: string; response: object }) {
  const { id, rawId, type, response } = answer;
  const wanted = ["clientDataJSON", "attestationObject", "authenticatorData", "transports", "signature", "userHandle"];
  const kept = Object.fromEntries(Object.entries(response).filter(([name, value]) => wanted.includes(name) && value !== undefined));
  return { id, rawId, type, response: kept, clientExtensionResults: {} };
}

/** Runs the browser's own question; what its reader closed, or what it refused, is told in our words. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (caught) {
    if (isProblem(caught)) throw caught;
    const { name, code } = caught as { name?: string; code?: string };
    if (name === "InvalidStateError" || code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") throw problem(["passkey.known"]);
    throw problem([name === "NotAllowedError" || name === "AbortError" ? "client.passkey_cancelled" : "client.passkey_unable"]);
  }
}
