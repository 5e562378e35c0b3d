import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DESK, sitAtDesk } from "./testing/desk.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { faults } from "./testing/looked.ts";

const world = await startFamilyWorld();
after(() => world.close());

const TEXT_PX_MIN = 14;
const HEADER = "No,Booked,Admitted,Last,First,Born,Wing\n";
const rows = Array.from({ length: 20 }, (_, at) => `P${at},B-9${at},11/0${(at % 9) + 1}/2026 09:15,Test${at},Person,02/03/1990,\n`);
const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("a mapping is made by pointing at columns; a list is looked at before it is taken in; a cut one says what would be lost", async () => {
  const { context } = await world.phone({ ...DESK, width: 1280 });
  const { page, at } = await sitAtDesk(context, world.address, "walsh");
  await page.goto(`${at}/roster`);
  await page.getByRole("heading", { name: "Lists of residents" }).waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);

  await page.getByRole("button", { name: "Make a mapping" }).click();
  await page.getByLabel("A sample of the list").setInputFiles(file("sample.csv", HEADER + rows[0]));
  await page.getByLabel("Name of the mapping").fill("county-jms");
  const columns = {
    "Person’s number": "No",
    "Booking number": "Booked",
    "Admitted at": "Admitted",
    "Family name": "Last",
    "Given name": "First",
  };
  for (const [field, column] of Object.entries({ ...columns, "Birth date": "Born" }))
    await page.getByLabel(new RegExp(`^${field}`)).selectOption(column);
  assert.equal(await page.getByLabel("How times are written").inputValue(), "MM/DD/YYYY HH:mm");
  assert.equal(await page.getByLabel("How birth dates are written").inputValue(), "MM/DD/YYYY");
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  await page.getByRole("button", { name: "Keep this mapping" }).click();
  await page.getByRole("cell", { name: /Person’s number.*: No/ }).waitFor();

  const taking = page.getByRole("region", { name: "Take in a list" });
  const look = async (name: string, text: string) => {
    await taking.getByLabel("Mapping").selectOption("county-jms");
    await taking.getByLabel("File", { exact: true }).setInputFiles(file(name, text));
    await taking.getByRole("button", { name: "See what would change" }).click();
  };
  await look("monday.csv", `${HEADER}${rows.join("")}P99,B-99,never,Nobody,Else,,\n`);
  await taking.getByRole("heading", { name: "What monday.csv would change" }).waitFor();
  await taking.getByText("The time of admission can’t be read.").waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);

  // Loaded again, the page finds the plan; the file is not kept, and is chosen once more.
  await page.reload();
  await taking.getByRole("heading", { name: /^What the list of .* would change/ }).waitFor();
  await taking.getByText(/Nora Walsh sent this list/).waitFor();
  assert.ok(await taking.getByRole("button", { name: "Take this list in" }).isDisabled());
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  await taking
    .getByLabel("The same file again", { exact: true })
    .setInputFiles(file("monday.csv", `${HEADER}${rows.join("")}P99,B-99,never,Nobody,Else,,\n`));
  await taking.getByRole("button", { name: "Take this list in" }).click();
  await taking.getByText("20 admitted, 0 moved, 0 released, 0 changed.").waitFor();
  await page.getByRole("region", { name: "Lists taken in" }).getByText("Nora Walsh").waitFor();

  await taking.getByRole("button", { name: "Take in another list" }).click();
  await look("cut.csv", HEADER + rows.slice(0, 10).join("").slice(0, -1));
  await taking.getByText("This list was cut short.").waitFor();
  await look("half.csv", HEADER + rows.slice(0, 10).join(""));
  await taking.getByText("More than a tenth of the people here would be released.").waitFor();
  await taking.getByRole("button", { name: "Take this list in" }).click();
  const sure = page.getByRole("alertdialog", { name: "Release 10 people?" });
  await sure.getByText(/Their visits are flagged at once and cancelled after an hour/).waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  const act = sure.getByRole("button", { name: "Release them and take the list in" });
  assert.ok(await act.isDisabled(), "nobody is released without a second thought");
  await sure.getByLabel("I have compared this list with our system").check();
  await act.click();
  await taking.getByText("0 admitted, 0 moved, 10 released, 0 changed.").waitFor();
});
