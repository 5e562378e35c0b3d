import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import type { Id } from "#web/staff/words.ts";
import { download, toCsv } from "#web/ui/csv.ts";
import type { Connection } from "./Approvals.tsx";
import { isListed, type Narrowed } from "./queue.rules.ts";

const PAGE_SIZE = 100;
const PAGES_MAX = 100;

/** Hands the whole list, narrowed as the page is, to the reader as a file, and not only what the page has read so far. */
export async function exportQueue(facilityId: string, narrowed: Narrowed, t: (id: Id) => string): Promise<void> {
  const { status } = narrowed;
  const rows: Connection[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const query: { status: typeof status; limit: number; after?: string } = { status, limit: PAGE_SIZE, ...(after ? { after } : {}) };
    const read: { rows: Connection[]; next: string | null } = await call(api.connectionQueue, { params: { facilityId }, query });
    rows.push(...read.rows.filter((row) => isListed(row, narrowed)));
    after = read.next;
    if (after === null) break;
  }
  const head = [
    "contact",
    "born",
    "relationship",
    "resident",
    "number",
    "unit",
    "status",
    "asked",
    "due",
    "decided",
    "reason",
    "reviewer",
  ] as const;
  download(
    `approvals-${status}.csv`,
    toCsv([
      head.map((name) => t(`staff.approvals.csv.${name}`)),
      ...rows.map(({ contact, resident, ...row }) => [
        contact.name,
        contact.birthDate,
        t(`staff.rel.${row.relationship}`),
        resident.name,
        resident.bookingNumber,
        resident.unit ?? "",
        t(`staff.connection.${row.status}`),
        row.requestedAt,
        row.dueAt ?? "",
        row.decidedAt ?? "",
        row.reason ? t(`staff.why.${row.reason}`) : "",
        row.reviewer?.name ?? "",
      ]),
    ]),
  );
}
