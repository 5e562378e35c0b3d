import assert from "node:assert/strict";
import { record } from "#server/domains/audit/index.ts";
import { plainEmail } from "#server/domains/identity/accounts.service.ts";
import { findByEmail } from "#server/domains/identity/accounts.store.ts";
import { seal } from "#server/domains/identity/secrets.ts";
import { findStaff } from "#server/domains/identity/staff.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { urlRefusal } from "#server/platform/guarded-fetch.ts";
import { SECRET_USE } from "./provider.ts";
import * as store from "./sign-on.store.ts";

/** How an agency's staff sign in with their own provider. */
export interface SignOnSetting {
  agencyId: string;
  issuer: string;
  clientId: string;
  secret: string;
  personClaim: string;
  domains: readonly string[];
  trustsSecondFactor: boolean;
  required: boolean;
  breakGlass: string | undefined;
}

/** Sets an agency's single sign-on; answers with every reason against it, as lines for an operator, and then sets nothing. */
export async function setSignOn(ctx: Ctx, asked: SignOnSetting): Promise<string[]> {
  const domains = [...new Set(asked.domains.map((domain) => domain.trim().toLowerCase()))];
  const keeper = asked.breakGlass === undefined ? undefined : await findByEmail(ctx.db, "staff", plainEmail(asked.breakGlass));
  const member = keeper && (await findStaff(ctx.db, keeper.id));
  const administers =
    keeper?.status === "active" && member?.agencyId === asked.agencyId && member.grants.some(({ role }) => role.endsWith("_administrator"));
  const issuer = URL.canParse(asked.issuer) ? urlRefusal(new URL(asked.issuer), ctx.config.signOnInside) : "not an address";
  const taken = await store.listTaken(ctx.db, asked.agencyId, domains);
  const reasons = [
    ...(issuer ? [`--issuer: ${issuer}.`] : []),
    ...(domains.length === 0 || domains.some((domain) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
      ? ["--domain: an e-mail domain, such as sheriff.example.gov."]
      : []),
    ...taken.map((domain) => `--domain: another agency here signs its staff in with ${domain}. Leave it out, or end that agency's first.`),
    ...(asked.required && !administers
      ? ["--break-glass: the address of an administrator of this agency with a set-up account, for the day the provider is down."]
      : []),
  ];
  if (reasons.length > 0) return reasons;
  return inTransaction(ctx, async (tx) => {
    const { agencyId, clientId, personClaim, trustsSecondFactor, required } = asked;
    const secretSealed = seal(ctx.config.dataDir, SECRET_USE, agencyId, asked.secret);
    const row = { agencyId, issuer: asked.issuer, clientId, secretSealed, personClaim, trustsSecondFactor, required };
    const tookAll = await store.setProvider(tx.trx, { ...row, breakGlassAccountId: keeper?.id ?? null, setAt: tx.now() }, domains);
    assert(tookAll, "another agency took one of these domains in this very moment");
    await record(tx, { what: "agency.sign_on_set", subjectId: agencyId, agencyId, facts: { required, trustsSecondFactor } });
    return [];
  });
}

/** Ends an agency's single sign-on; passwords count again. Tells whether there was one. */
export function endSignOn(ctx: Ctx, agencyId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const ended = await store.deleteProvider(tx.trx, agencyId);
    if (ended) await record(tx, { what: "agency.sign_on_ended", subjectId: agencyId, agencyId });
    return ended;
  });
}
