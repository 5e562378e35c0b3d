import assert from "node:assert/strict";
import { facilityOf } from "#server/domains/facilities/index.ts";
import { type Letter as IdentityLetter, isSetUp, letterLinks, makeLetterLink } from "#server/domains/identity/index.ts";
import { type Letter, registerLetter } from "./letters.ts";
import { sentence } from "./words.ts";

/** Under which page of which app each link opens. The secret stands after `#`, which no browser sends to a server. */
const pages = {
  confirm_email: "/family/confirm",
  reset_password: "/family/reset",
  choose_password: "/family/reset",
  staff_reset_password: "/staff/reset",
  staff_invitation: "/staff/invitation",
  factor_reset: "/staff/invitation",
} as const satisfies Partial<Record<IdentityLetter, string>>;

/** The link that stands in this letter, at the address where people reach the server. */
export function linkOf(publicUrl: string, letter: IdentityLetter, token: string): string {
  const page = letter in pages ? pages[letter as keyof typeof pages] : "";
  return `${publicUrl}${page}#token=${token}`;
}

/** Letters that come unasked for, or that only mean something to whoever asked. */
const askedFor: readonly IdentityLetter[] = ["confirm_email", "address_known", "choose_password", "reset_password", "staff_reset_password"];

/** The letters that identity asks for: `identity.confirm_email` and its like. */
export function registerIdentityLetters(): void {
  for (const letter of Object.keys(letterLinks) as IdentityLetter[]) registerLetter(`identity.${letter}`, builders[letter]);
}

const builders = Object.fromEntries((Object.keys(letterLinks) as IdentityLetter[]).map((letter) => [letter, builderFor(letter)])) as Record<
  IdentityLetter,
  ReturnType<typeof builderFor>
>;

function builderFor(letter: IdentityLetter) {
  return async (...[ctx, facts, locale, recipient]: Parameters<Parameters<typeof registerLetter>[1]>): Promise<Letter | undefined> => {
    const { accountId } = recipient;
    assert(accountId !== null, "identity writes to accounts only");
    // An invitation that waited for a mail server while its link was handed over otherwise.
    if (letter === "staff_invitation" && (await isSetUp(ctx, accountId))) return undefined;
    const site = ctx.config.publicUrl;
    const app = recipient.realm === "staff" ? "staff" : "family";
    const token = await makeLetterLink(ctx, letter, accountId, typeof facts.signUpId === "string" ? facts.signUpId : null);
    const facility = typeof facts.facilityId === "string" ? await facilityOf(ctx, facts.facilityId) : undefined;
    const blanks = {
      site,
      link: token === undefined ? "" : linkOf(site, letter, token),
      signIn: `${site}/${app}/sign-in`,
      forgot: `${site}/${app}/forgot`,
      start: `${site}/${app}`,
      review: facility ? `${site}/staff/at/${facility.id}/staff/review` : `${site}/staff`,
      place: facility?.name ?? sentence(locale, "everywhere"),
    };
    const parts = [
      sentence(locale, "greeting"),
      sentence(locale, `${letter}.body`, blanks),
      ...(askedFor.includes(letter) ? [sentence(locale, "not_you")] : []),
      sentence(locale, "signature", blanks),
    ];
    return { subject: sentence(locale, `${letter}.subject`), text: `${parts.join("\n\n")}\n` };
  };
}
