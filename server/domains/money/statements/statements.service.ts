import { stringify } from "csv-stringify/sync";
import type { Statement } from "#contracts/statements.ts";
import type { WalletLine } from "#contracts/wallets.ts";
import * as identity from "#server/domains/identity/index.ts";
import { citedById } from "#server/domains/money/tariffs/cited.ts";
import { toLine } from "#server/domains/money/wallets/wallets.service.ts";
import { findWallet } from "#server/domains/money/wallets/wallets.store.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { inOrder, monthIn, runningCents, totalsOf } from "./month.rules.ts";
import { statementPdf } from "./statement.pdf.ts";
import { statementWords } from "./statement.words.ts";
import * as store from "./statements.store.ts";

const MICROS_A_DOLLAR = 1_000_000;

/** One month of one's own wallet. */
export async function ownStatement(ctx: Ctx, month: string, timeZone: string): Promise<Statement> {
  const { contactId } = identity.asOutside(ctx.actor);
  return statementOf(ctx, await findWallet(ctx.db, { contactId }), month, timeZone);
}

/** One month of the wallet of the resident who is signed in. */
export async function insideStatement(ctx: Ctx, month: string, timeZone: string): Promise<Statement> {
  const { agencyId, residentId } = identity.asInside(ctx.actor);
  return statementOf(ctx, await findWallet(ctx.db, { agencyId, residentId }), month, timeZone);
}

/** The same as a file. */
export async function ownStatementFile(
  ctx: Ctx,
  month: string,
  timeZone: string,
  as: "pdf" | "csv",
): Promise<{ bytes: Buffer; type: string; name: string }> {
  const statement = await ownStatement(ctx, month, timeZone);
  const name = `wallet-${month}.${as}`;
  if (as === "pdf") return { bytes: await statementPdf(statement, ctx.locale), type: "application/pdf", name };
  return { bytes: statementCsv(statement, ctx), type: "text/csv; charset=utf-8", name };
}

async function statementOf(ctx: Ctx, book: { id: string } | undefined, month: string, timeZone: string): Promise<Statement> {
  const span = monthIn(month, timeZone);
  if (!span) throw new AppError(["money.zone_unknown"]);
  if (Temporal.Instant.compare(span.from, ctx.now()) > 0) throw new AppError(["money.month_not_begun"]);
  const openingCents = book ? await store.heldBefore(ctx.db, book.id, span.from) : 0;
  const moves = book ? inOrder((await store.listBetween(ctx.db, book.id, span)).map(toLine)) : [];
  const facts = await store.factsOf(
    ctx.db,
    moves.flatMap(({ visitId }) => visitId ?? []),
  );
  const given = await store.creditSecondsOf(
    ctx.db,
    moves.filter(({ move }) => move === "credit").map(({ id }) => id),
  );
  const running = runningCents(openingCents, moves);
  const lines = moves.map((line, at) => ({
    ...line,
    ...behind(line, facts),
    creditSeconds: given.get(line.id) ?? null,
    balanceCents: running[at] ?? openingCents,
  }));
  return { month, timeZone, openingCents, closingCents: running.at(-1) ?? openingCents, ...totalsOf(moves), lines };
}

/** What stood behind a movement: of a visit its price and law beside what was taken. */
function behind({ visitId, move }: WalletLine, facts: ReadonlyMap<string, store.VisitFacts>) {
  const of = visitId ? facts.get(visitId) : undefined;
  if (!of) return { facilityName: null, visit: null };
  const { facilityName, seconds, chargedSeconds, microsPerMinute } = of;
  const law = citedById(of.freeLawId ?? of.capId);
  const visit =
    move === "charge" && seconds !== null && chargedSeconds !== null && microsPerMinute !== null
      ? { seconds, chargedSeconds, microsPerMinute, law: law && lawOf(law) }
      : null;
  return { facilityName, visit };
}

const lawOf = ({ id, authority, law, microsPerMinute }: NonNullable<ReturnType<typeof citedById>>) => ({
  id,
  authority,
  law,
  microsPerMinute,
});

function statementCsv(statement: Statement, ctx: Ctx): Buffer {
  const words = statementWords[ctx.locale];
  const dollars = (cents: number) => (cents / 100).toFixed(2);
  const rows = statement.lines.map(({ at, move, name, cents, balanceCents, facilityName, visit, creditSeconds }) => {
    const local = Temporal.Instant.from(at).toZonedDateTimeISO(statement.timeZone);
    return [
      local.toPlainDateTime().toString({ smallestUnit: "second" }),
      words.moves[move],
      asWords(name ?? ""),
      dollars(cents),
      dollars(balanceCents),
      asWords(facilityName ?? ""),
      visit?.seconds ?? "",
      visit?.chargedSeconds ?? creditSeconds ?? "",
      visit ? String(visit.microsPerMinute / MICROS_A_DOLLAR) : "",
      asWords(visit?.law?.law ?? ""),
    ];
  });
  const opening = [`${statement.month}-01`, words.opening, "", "", dollars(statement.openingCents), "", "", "", "", ""];
  return Buffer.from(stringify([[...words.columns, ...words.more], opening, ...rows], { bom: true }));
}

/** What a table's program would take for a formula stays words. */
const asWords = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
