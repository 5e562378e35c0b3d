import sharp from "sharp";
import { keepDrawnSheet } from "#server/domains/visits/together/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import type { Ctx } from "#server/platform/context.ts";

const INK = "#22303a";
const page = (picture: string, en: string, es: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900"><path fill="#fbf8f2" d="M0 0h1200v900H0z"/>${picture}
    <text x="600" y="780" text-anchor="middle" font-family="Liberation Sans, sans-serif" font-size="44" fill="${INK}">${en}</text>
    <text x="600" y="846" text-anchor="middle" font-family="Liberation Sans, sans-serif" font-size="36" fill="#565b66">${es}</text></svg>`,
  );
const hill = '<path d="M0 700c240-150 420-160 640-70s380 60 560-20v90z" fill="#9fc3a5"/>';
const kite = (x: number, y: number, turn = 0) =>
  `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M0-90 60 0 0 90-60 0z" fill="#c9543f"/><path d="M0-90V90M-60 0H60" stroke="#fff" stroke-width="5"/>
  <path d="M0 90c30 40-30 60 0 100s-20 60 0 90" fill="none" stroke="${INK}" stroke-width="5"/></g>`;
const child = (x: number, y: number, shirt: string) =>
  `<g transform="translate(${x} ${y})"><circle cy="-70" r="30" fill="#d9a47c"/><path d="M-26-72c0-46 52-46 52 0-10-18-42-18-52 0z" fill="#3a2a22"/>
  <path d="M-32 50c0-70 14-86 32-86s32 16 32 86z" fill="${shirt}"/><path d="M-14 50v48M14 50v48" stroke="${INK}" stroke-width="10"/></g>`;
const tree = (x: number) => `<path d="M${x - 14} 660h28V500h-28z" fill="#7a5a3c"/><circle cx="${x}" cy="430" r="120" fill="#6d9c74"/>`;
const apple = (x: number, y: number) =>
  `<circle cx="${x}" cy="${y}" r="52" fill="#c9543f"/><path d="M${x} ${y - 50}q8-34 34-36" fill="none" stroke="${INK}" stroke-width="7"/>`;

/** What lies on the shelf of each facility of the demonstration: a story and a sheet to count on, both drawn here. */
const sheets = [
  {
    title: { en: "The red kite", es: "La cometa roja" },
    pages: [
      page(`${hill}${child(420, 560, "#5c87b2")}${kite(640, 330, 12)}`, "Lina had a red kite.", "Lina tenía una cometa roja."),
      page(
        `${hill}${tree(860)}${child(330, 580, "#5c87b2")}${kite(860, 380, -30)}`,
        "The wind took it into a tree.",
        "El viento la llevó a un árbol.",
      ),
      page(
        `${hill}${tree(860)}${child(620, 590, "#5c87b2")}${child(730, 590, "#e8a33d")}${kite(860, 390, -30)}`,
        "“Wait,” said Leo. “We are two.”",
        "«Espera», dijo Leo. «Somos dos».",
      ),
      page(
        `${hill}${child(430, 570, "#5c87b2")}${child(540, 570, "#e8a33d")}${kite(760, 240, 8)}`,
        "And up it went again.",
        "Y otra vez subió.",
      ),
    ],
  },
  {
    title: { en: "How many apples?", es: "¿Cuántas manzanas?" },
    pages: [
      page(
        `${[0, 1, 2].map((at) => apple(200 + at * 130, 280)).join("")}${[0, 1, 2, 3].map((at) => apple(680 + at * 130, 280)).join("")}
        <text x="600" y="310" text-anchor="middle" font-size="90" fill="${INK}">+</text><path d="M400 560h400" stroke="#857f72" stroke-width="6"/>`,
        "Write the number on the line.",
        "Escribe el número en la línea.",
      ),
    ],
  },
] as const;

/** Lays them on every shelf that is empty; stops between two. */
export async function drawShelves(ctx: Ctx, blobs: Blobs, stopping: AbortSignal): Promise<void> {
  const facilities = await ctx.db
    .selectFrom("facilities.facility as facility")
    .innerJoin("identity.staff_grant as grant", "grant.facilityId", "facility.id")
    .select(["facility.id", "grant.accountId"])
    .distinctOn("facility.id")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("visits.togetherSheet as sheet")
            .select("sheet.id")
            .whereRef("sheet.facilityId", "=", "facility.id")
            .where("sheet.visitId", "is", null),
        ),
      ),
    )
    .execute();
  for (const { id: facilityId, accountId } of facilities)
    for (const { title, pages } of sheets) {
      if (stopping.aborted) return;
      const drawn = await Promise.all(pages.map((one) => sharp(one).png().toBuffer()));
      await keepDrawnSheet(ctx, blobs, { facilityId, sentBy: accountId, title, pages: drawn });
    }
}
