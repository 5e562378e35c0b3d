import { readFileSync } from "node:fs";
import { endSignOn, saveSignOn } from "#server/domains/identity/index.ts";
import { AppError } from "#server/platform/errors.ts";
import type { Command } from "./command.ts";
import { inWorld } from "./in-world.ts";

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Why nothing was set, as an operator can act on it. */
const lines: Partial<Record<string, string>> = {
  "sign_on.issuer_invalid": "--issuer: an https address outside this network.",
  "sign_on.domain_invalid": "--domain: an e-mail domain, such as sheriff.example.gov.",
  "sign_on.domain_taken": "--domain: another agency here signs its staff in with {domains}. Leave it out, or end that agency's first.",
  "sign_on.keeper_needed":
    "--break-glass: the address of an administrator of this agency with a set-up account, for the day the provider is down.",
};

export const command: Command = {
  usage: "sign-on --agency ID --issuer https://… --client-id … --secret-file FILE --domain … [--required --break-glass …]",
  summary:
    "Lets an agency's staff sign in with the agency's own accounts (OpenID Connect). The provider must know PUBLIC_URL/staff/sign-on.",
  options: {
    agency: { type: "string", help: "the agency's id, as `found` says it" },
    issuer: { type: "string", help: "the provider's issuer" },
    "client-id": { type: "string", help: "what the provider calls Throughline" },
    "secret-file": { type: "string", help: "a file with the client's secret; kept sealed" },
    claim: { type: "string", help: 'the claim that names a person for good ("sub")' },
    domain: { type: "string", multiple: true, help: "an e-mail domain of the agency's staff; may be said again" },
    "trust-mfa": { type: "boolean", help: 'the provider\'s own second factor counts where its token says "mfa"' },
    acr: { type: "string", help: "authentication contexts of which the provider must have used one" },
    amr: { type: "string", help: 'a method that the provider must have asked for, such as "mfa"' },
    required: { type: "boolean", help: "passwords and passkeys end for this agency's staff" },
    "break-glass": { type: "string", help: "the one administrator whose password still counts, by address" },
    off: { type: "boolean", help: "end single sign-on for this agency" },
  },
  run({ config, values, say }) {
    const agencyId = text(values.agency);
    return inWorld(config, async (ctx) => {
      const agency = /^[0-9a-f-]{36}$/.test(agencyId)
        ? await ctx.db.selectFrom("facilities.agency").select("id").where("id", "=", agencyId).executeTakeFirst()
        : undefined;
      if (!agency) return { ok: false, result: "--agency: there is no such agency." };
      if (values.off) return { ok: true, result: (await endSignOn(ctx, agencyId)) ? "Passwords count again." : "There was none." };
      const file = text(values["secret-file"]);
      const missing = ["issuer", "client-id", "secret-file"].filter((name) => text(values[name]) === "");
      if (missing.length > 0) return { ok: false, result: `Needed too: ${missing.map((name) => `--${name}`).join(", ")}.` };
      try {
        await saveSignOn(ctx, {
          agencyId,
          issuer: text(values.issuer),
          clientId: text(values["client-id"]),
          secret: readFileSync(file, "utf8").trim(),
          personClaim: text(values.claim) || "sub",
          domains: (Array.isArray(values.domain) ? values.domain : []).map(String),
          trustsSecondFactor: values["trust-mfa"] === true,
          required: values.required === true,
          breakGlass: text(values["break-glass"]) || null,
          acr: text(values.acr) || null,
          amr: text(values.amr) || null,
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { domains } = error.facts;
        for (const code of error.codes) say((lines[code] ?? code).replace("{domains}", String(domains)));
        return { ok: false, result: "Nothing was set." };
      }
      say(`After signing out it may send them to ${ctx.config.publicUrl}/staff/sign-in`);
      return { ok: true, result: `The provider sends people back to ${ctx.config.publicUrl}/staff/sign-on` };
    });
  },
};
