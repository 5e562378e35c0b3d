import type { BrowserContext, Page } from "playwright-core";
import { newId } from "#server/platform/id.ts";
import { type Camera, settle } from "./camera.ts";
import { enterDoor, type Locale, read, type Studio } from "./studio.ts";

interface Desk {
  address: string;
  context: BrowserContext;
  page: Page;
  facilityId: string;
  /** Where the pages of the facility begin. */
  at: string;
  see(name: string, where: string, reach?: () => Promise<unknown>): Promise<void>;
}
type Shown = readonly [name: string, where: string, reach?: (desk: Desk) => Promise<unknown>];

const HEADER = "No,Booked,Admitted,Last,First,Born,Wing\n";
const rows = Array.from({ length: 20 }, (_, at) => `P${at},B-9${at},11/0${(at % 9) + 1}/2026 09:15,Test${at},Person,02/03/1990,\n`).join(
  "",
);
const mappingOfList = {
  name: "county-jms",
  format: "csv",
  columns: { person: "No", bookingNumber: "Booked", admittedAt: "Admitted", familyName: "Last", givenName: "First", birthDate: "Born" },
  instantFormat: "MM/DD/YYYY HH:mm",
  dayFormat: "MM/DD/YYYY",
};

const dialog = ({ page }: Desk) => page.locator(".dialog").waitFor();
/** Presses the button at the head of the page that opens something. */
const headAct = async (desk: Desk) => {
  await settle(desk.page);
  await desk.page.locator(".head .button").last().click();
  await dialog(desk);
};
const key = (name: string, shown: string) => async (desk: Desk) => {
  await desk.page.locator(".queue-cols .card").nth(1).waitFor();
  await desk.page.keyboard.press(name);
  await desk.page.locator(shown).first().waitFor();
};

/** Pages of the jail's administrator. */
const administrator: readonly Shown[] = [
  ["policy", "/policy"],
  ["prices", "/prices"],
  [
    "prices-tax",
    "/prices",
    async (desk) => {
      await desk.page.locator("#taxes").locator("xpath=ancestor::section[1]").locator(".button").first().click();
      await dialog(desk);
    },
  ],
  ["money", "/money"],
  ["roster", "/roster"],
  ["roster-mapping", "/roster", mapping],
  ["roster-plan", "/roster", (desk) => look(desk, "monday.csv", `${HEADER}${rows}P99,B-99,never,Nobody,Else,,\n`)],
  ["roster-refused", "/roster", (desk) => look(desk, "cut.csv", (HEADER + rows).slice(0, -30))],
  ["stations-repairs", "/stations?view=repairs"],
  ["stations-groups", "/stations?view=groups"],
  ["stations-add", "/stations", headAct],
  ["staff-invite", "/staff", headAct],
  ["access-review", "/staff/review"],
  ["exports", "/record/exports"],
  ["keeping", "/keeping"],
  ["keeping-hold", "/keeping", headAct],
  ["record-search", "/record?who=Boone"],
];
/** Pages of whoever answers the morning's requests. */
const officer: readonly Shown[] = [
  [
    "approvals-pictures",
    "/approvals",
    async (desk) => {
      await key("p", ".id-pictures img")(desk);
      await desk.page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLImageElement>(".id-pictures img")].every((img) => img.naturalWidth > 0),
      );
    },
  ],
  ["approvals-refuse", "/approvals", key("r", ".queue-cols input[type=radio]")],
  ["approvals-keys", "/approvals", key("?", ".dialog")],
];

/** The newer half of the staff's screens, each as whoever works with it sees it. */
export async function staffDeskScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("staff/")) return;
  for (const [door, list] of [
    ["iyer", officer],
    ["walsh", administrator],
    ["boone", []],
  ] as const) {
    const desk = await sit(studio, camera, locale, door);
    if (door === "walsh") await things(desk, locale);
    for (const [name, where, reach] of list) await desk.see(name, where, reach && (() => reach(desk)));
    if (door === "boone") await resident(desk);
    await desk.context.close();
  }
}

async function sit({ address, person }: Studio, camera: Camera, locale: Locale, door: string): Promise<Desk> {
  const context = await person(locale);
  await enterDoor(context, address, door);
  const { facilities } = await read<{ facilities: { id: string }[] }>(context, `${address}/api/staff/me`);
  const facilityId = facilities[0]?.id ?? "";
  const page = await context.newPage();
  const at = `${address}/staff/at/${facilityId}`;
  const see: Desk["see"] = (name, where, reach) =>
    camera.takeOwn(page, `staff/${name}`, locale, async () => {
      // A page of its own each time: what the last picture opened is closed.
      await page.goto("about:blank");
      await page.goto(`${at}${where}`);
      await reach?.();
    });
  return { address, context, page, facilityId, at, see };
}

/** One station, with a group to be in, something to repair, and hours in which it is blocked. */
async function things({ address, context, facilityId, see }: Desk, locale: Locale): Promise<void> {
  const api = `/api/staff/facilities/${facilityId}`;
  const [station] = await read<{ id: string; name: string }[]>(context, `${address}${api}/stations`);
  if (!station) throw new Error("the demonstration has stations");
  const window = { address, context };
  if (locale === "en") {
    const groupId = newId();
    await post(window, `${api}/station-groups`, { id: groupId, name: "East hall" });
    await post(window, `${api}/stations/${station.id}/group`, { groupId });
    await post(window, `${api}/stations/${station.id}/repairs`, { id: newId(), fault: "camera", note: "The picture is dark." });
    await post(window, `${api}/holds`, {
      ...{ id: newId(), subjectKind: "facility", subjectId: facilityId },
      ...{ purpose: "court_order", basis: "County court, order 24-118" },
    });
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format();
    await post(window, `${api}/prices/taxes`, {
      ...{ id: newId(), service: "video", name: "Sales tax", authority: "county", citation: "An example: County Code § 3-12" },
      ...{ link: "https://example.org/code", millionths: 20_000, validFrom: day, validThrough: null },
    });
  }
  await see("station", `/stations/${station.id}`);
}

async function post({ address, context }: Pick<Desk, "address" | "context">, where: string, data: object): Promise<void> {
  const answer = await context.request.post(`${address}${where}`, { headers: { origin: address }, data });
  if (!answer.ok()) throw new Error(`${where} answered ${answer.status()}: ${await answer.text()}`);
}

/** One resident: the stays, who must be kept apart, a release. */
async function resident(desk: Desk): Promise<void> {
  const { address, context, facilityId, page, see } = desk;
  const api = `${address}/api/staff/facilities/${facilityId}`;
  const { rows: found } = await read<{ rows: { id: string }[] }>(context, `${api}/residents?search=Delgado&limit=5`);
  const where = `/residents/${found[0]?.id}`;
  await see("resident", where);
  await see("resident-release", where, async () => {
    await settle(page);
    await page.locator(".head .button[data-kind=stop-second]").click();
    await dialog(desk);
  });
  await see("resident-apart", where, async () => {
    await page.locator("section[aria-labelledby=apart] .button").first().click();
    await dialog(desk);
  });
}

async function mapping({ page }: Desk): Promise<void> {
  await settle(page);
  await page.locator("section[aria-labelledby=mappings] .button").first().click();
  await page.locator("section[aria-labelledby=mappings] input[type=file]").setInputFiles(list("sample.csv", HEADER + rows));
  await page.locator("section[aria-labelledby=mappings] select").nth(4).waitFor();
}

/** Looks at a list of another system; the mapping for it is made without the page. */
async function look({ address, context, facilityId, page, at }: Desk, name: string, text: string): Promise<void> {
  await post({ address, context }, `/api/staff/facilities/${facilityId}/roster/mappings`, mappingOfList);
  await page.goto(`${at}/roster`);
  const part = page.locator("section[aria-labelledby=take-in]");
  await part.locator("select").selectOption("county-jms");
  await part.locator("input[type=file]").setInputFiles(list(name, text));
  await part.locator("button[type=submit]").click();
  await part.locator(".plan, [role=alert], .banner").first().waitFor();
}

const list = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
