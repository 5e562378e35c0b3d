import type { Statement, StatementLine } from "#contracts/statements.ts";
import type { Locale } from "#server/platform/context.ts";
import { statementWords } from "./statement.words.ts";

// US letter, in points.
const PAGE = { width: 612, height: 792, left: 54, right: 558, top: 60, bottom: 730 } as const;
const LINE = 18;
const SIZE = 10;
const COLUMNS = { day: PAGE.left, what: 130, who: 320, sum: 478, left: PAGE.right } as const;
const NAME_LENGTH_MAX = 28;
const DETAIL_SIZE = 8;
const DETAIL_LENGTH_MAX = 105;
const MICROS_A_DOLLAR = 1_000_000;

interface Piece {
  text: string;
  x: number;
  y: number;
  size: number;
  bold?: boolean;
  /** Ends at x instead of beginning there. */
  right?: boolean;
}

/** A statement as a PDF that opens and prints anywhere, drawn line by line. */
export async function statementPdf(statement: Statement, locale: Locale): Promise<Buffer> {
  // A reader of PDFs weighs some megabytes: loaded by the first who asks for one.
  const mupdf = await import("mupdf");
  const [plain, bold] = [new mupdf.Font("Helvetica"), new mupdf.Font("Helvetica-Bold")];
  const out = new mupdf.Buffer();
  const writer = new mupdf.DocumentWriter(out, "pdf", "");
  const pages = layOut(statement, locale);
  for (const pieces of pages) {
    const device = writer.beginPage([0, 0, PAGE.width, PAGE.height]);
    for (const { text: words, x, y, size, bold: isBold = false, right = false } of pieces) {
      const font = isBold ? bold : plain;
      const draw = (at: number) => {
        const text = new mupdf.Text();
        const end = text.showString(font, [size, 0, 0, -size, at, y], words);
        return { text, width: end[4] - at };
      };
      const measured = draw(x);
      const shown = right ? draw(x - measured.width).text : measured.text;
      device.fillText(shown, mupdf.Matrix.identity, mupdf.ColorSpace.DeviceGray, [0], 1);
    }
    writer.endPage();
  }
  writer.close();
  return Buffer.from(out.asUint8Array().slice());
}

function layOut(statement: Statement, locale: Locale): Piece[][] {
  const words = statementWords[locale];
  const dollars = moneyIn(locale);
  const pages: Piece[][] = [];
  let y: number = PAGE.bottom;
  const row = (): Piece[] => {
    y += LINE;
    if (y <= PAGE.bottom && pages.length > 0) return pages.at(-1)!;
    pages.push([]);
    y = PAGE.top;
    return pages.at(-1)!;
  };
  const put = (text: string, more: Partial<Piece> = {}) => void row().push({ text, x: PAGE.left, y, size: SIZE, ...more });
  put(words.title.replace("{month}", monthName(statement.month, locale)), { size: 18, bold: true });
  put(words.clock.replace("{zone}", statement.timeZone));
  put("");
  const sums: [string, number][] = [
    [words.opening, statement.openingCents],
    [words.totals.added, statement.addedCents],
    [words.totals.visits, -statement.visitsCents],
    [words.totals.credited, statement.creditedCents],
    [words.totals.gone, -statement.goneCents],
    [words.closing, statement.closingCents],
  ];
  for (const [name, cents] of sums) {
    put(name);
    pages.at(-1)!.push({ text: dollars(cents), x: COLUMNS.left, y, size: SIZE, bold: true, right: true });
  }
  put("");
  const [day, what, who, sum, left] = words.columns;
  const heads = row();
  heads.push(
    { text: day, x: COLUMNS.day, y, size: SIZE, bold: true },
    { text: what, x: COLUMNS.what, y, size: SIZE, bold: true },
    { text: who, x: COLUMNS.who, y, size: SIZE, bold: true },
    { text: sum, x: COLUMNS.sum, y, size: SIZE, bold: true, right: true },
    { text: left, x: COLUMNS.left, y, size: SIZE, bold: true, right: true },
  );
  if (statement.lines.length === 0) put(words.none);
  for (const line of statement.lines) {
    const on = row();
    on.push(
      { text: dayIn(line.at, statement.timeZone), x: COLUMNS.day, y, size: SIZE },
      { text: words.moves[line.move], x: COLUMNS.what, y, size: SIZE },
      { text: (line.name ?? "").slice(0, NAME_LENGTH_MAX), x: COLUMNS.who, y, size: SIZE },
      { text: dollars(line.cents), x: COLUMNS.sum, y, size: SIZE, right: true },
      { text: dollars(line.balanceCents), x: COLUMNS.left, y, size: SIZE, right: true },
    );
    const more = detailOf(line, locale);
    if (more) put(more, { x: COLUMNS.what, size: DETAIL_SIZE });
  }
  put("");
  put(words.rule);
  for (const [index, pieces] of pages.entries()) {
    const text = words.page.replace("{page}", String(index + 1)).replace("{pages}", String(pages.length));
    pieces.push({ text, x: PAGE.right, y: PAGE.height - 30, size: 8, right: true });
  }
  return pages;
}

/** What stands under a line: of a visit how long, at what price and by which law; of what was given back for how long. */
function detailOf({ visit, creditSeconds, facilityName }: StatementLine, locale: Locale): string | undefined {
  const words = statementWords[locale];
  const time = (seconds: number) => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const place = facilityName ? `${facilityName}. ` : "";
  if (creditSeconds !== null) return place + words.credit.replace("{time}", time(creditSeconds));
  if (!visit) return undefined;
  const price = new Intl.NumberFormat(tag(locale), { style: "currency", currency: "USD", maximumFractionDigits: 4 }).format(
    visit.microsPerMinute / MICROS_A_DOLLAR,
  );
  const said = words.visit
    .replace("{connected}", time(visit.seconds))
    .replace("{charged}", time(visit.chargedSeconds))
    .replace("{price}", price);
  return (place + said.replace("{law}", visit.law?.law ?? "")).slice(0, DETAIL_LENGTH_MAX).trim();
}

const dayIn = (at: string, timeZone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
const tag = (locale: Locale) => (locale === "es" ? "es-US" : "en-US");
const moneyIn = (locale: Locale) => {
  const format = new Intl.NumberFormat(tag(locale), { style: "currency", currency: "USD" });
  return (cents: number) => format.format(cents / 100);
};
const monthName = (month: string, locale: Locale) =>
  new Intl.DateTimeFormat(tag(locale), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-15T00:00:00Z`));
