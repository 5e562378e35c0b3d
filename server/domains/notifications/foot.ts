import { kindOf, letterKinds } from "#contracts/letter-kinds.ts";
import type { Ctx, Locale } from "#server/platform/context.ts";
import type { Letter, Recipient } from "./letters.ts";
import { stopToken } from "./stop/stop.token.ts";
import { sentence } from "./words.ts";

/** A letter with its foot: why it came, and how to stop what is not needed; for the latter also the two headers of RFC 8058. */
export function withFoot(
  ctx: Ctx,
  letter: Letter,
  to: { template: string; accountId: string | null; realm: Recipient["realm"]; locale: Locale },
): { letter: Letter; headers: Record<string, string> } {
  if (to.realm !== "outside" || !(to.template in letterKinds)) return { letter, headers: {} };
  const { need, why } = kindOf(to.template);
  const site = ctx.config.publicUrl;
  if (need === "needed" || to.accountId === null) {
    const foot = sentence(to.locale, "foot.needed", { why: sentence(to.locale, `foot.${why}`) });
    return { letter: addFoot(letter, foot), headers: {} };
  }
  const token = stopToken(ctx.config.dataDir, to.accountId);
  const foot = sentence(to.locale, "foot.optional", { link: `${site}/public/letters#token=${token}` });
  return {
    letter: addFoot(letter, foot),
    headers: {
      "List-Unsubscribe": `<${site}/api/public/letters/one-click?token=${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
}

function addFoot(letter: Letter, foot: string): Letter {
  return { ...letter, text: `${letter.text.trimEnd()}\n\n${foot}\n` };
}
