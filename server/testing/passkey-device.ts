import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const KEY_ENCLOSED = 0x40;

/** What a test changes in an answer, to see it refused. */
export interface Tampered {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  /** A device that was touched, but did not ask for finger, face or PIN. */
  unverified?: boolean;
  counter?: number;
  /** Signs with the key of somebody else's device. */
  signer?: PasskeyDevice;
}

export type PasskeyDevice = ReturnType<typeof givenDevice>;

/** A device with one passkey, as a browser would speak with it (W3C WebAuthn level 3, 6.5): made without a browser, to be tampered with. */
export function givenDevice(at: { origin: string; rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  let counter = 0;
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, "base64url"),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, "base64url"),
  ]);
  const clientData = (type: string, challenge: string, but: Tampered) =>
    Buffer.from(
      JSON.stringify({
        type: but.type ?? type,
        challenge: but.challenge ?? challenge,
        origin: but.origin ?? at.origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (but: Tampered, enclosed: Buffer) => {
    const head = Buffer.alloc(5);
    const flags = USER_PRESENT | (but.unverified ? 0 : USER_VERIFIED) | (enclosed.length > 0 ? KEY_ENCLOSED : 0);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(but.counter ?? counter, 1);
    const rpIdHash = createHash("sha256")
      .update(but.rpId ?? at.rpId)
      .digest();
    return Buffer.concat([rpIdHash, head, enclosed]);
  };
  const credential = {
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key" as const,
    clientExtensionResults: {},
  };
  const sign = (data: Buffer) => createSign("sha256").update(data).sign(privateKey);
  return {
    id: credential.id,
    sign,
    /** Answers the question of somebody who adds a passkey. */
    made(options: Record<string, unknown>, but: Tampered = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = authenticatorData(but, Buffer.concat([Buffer.alloc(16), length, id, cose]));
      const size = Buffer.alloc(2);
      size.writeUInt16BE(authData.length);
      const attestation = Buffer.concat([
        Buffer.from([0xa3, 0x63]),
        Buffer.from("fmt"),
        Buffer.from([0x64]),
        Buffer.from("none"),
        Buffer.from([0x67]),
        Buffer.from("attStmt"),
        Buffer.from([0xa0, 0x68]),
        Buffer.from("authData"),
        Buffer.from([0x59]),
        size,
        authData,
      ]);
      return {
        ...credential,
        response: {
          clientDataJSON: clientData("webauthn.create", String(options.challenge), but).toString("base64url"),
          attestationObject: attestation.toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    /** Answers the question of somebody who signs in. */
    used(options: Record<string, unknown>, but: Tampered = {}) {
      counter += 1;
      const data = clientData("webauthn.get", String(options.challenge), but);
      const authData = authenticatorData(but, Buffer.alloc(0));
      const signed = Buffer.concat([authData, createHash("sha256").update(data).digest()]);
      return {
        ...credential,
        response: {
          clientDataJSON: data.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: (but.signer?.sign ?? sign)(signed).toString("base64url"),
        },
      };
    },
  };
}
