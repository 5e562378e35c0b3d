export interface SignOnProviderTable {
  agencyId: string;
  issuer: string;
  clientId: string;
  secretSealed: Buffer;
  personClaim: string;
  trustsSecondFactor: boolean;
  required: boolean;
  breakGlassAccountId: string | null;
  /** What the provider must have asked of a person: one of these contexts, and this method (OpenID Connect Core, RFC 8176). */
  acr: string | null;
  amr: string | null;
  setAt: Temporal.Instant;
}

interface SignOnDomainTable {
  domain: string;
  agencyId: string;
}

interface SignOnLinkTable {
  accountId: string;
  agencyId: string;
  issuer: string;
  person: string;
  linkedAt: Temporal.Instant;
}

export interface SignOnAttemptTable {
  id: string;
  agencyId: string;
  stateHash: Buffer;
  browserHash: Buffer;
  secretsSealed: Buffer;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "identity.sign_on_provider": SignOnProviderTable;
    "identity.sign_on_domain": SignOnDomainTable;
    "identity.sign_on_link": SignOnLinkTable;
    "identity.sign_on_attempt": SignOnAttemptTable;
  }
}
