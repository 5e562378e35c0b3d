import type { Generated } from "kysely";

export interface PasskeyTable {
  id: string;
  accountId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  name: string;
  madeAt: Temporal.Instant;
  lastUsedAt: Generated<Temporal.Instant | null>;
}

export interface PasskeyChallengeTable {
  id: string;
  realm: "outside" | "staff";
  purpose: "register" | "sign_in";
  accountId: string | null;
  challengeHash: Buffer;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "identity.passkey": PasskeyTable;
    "identity.passkey_challenge": PasskeyChallengeTable;
  }
}
