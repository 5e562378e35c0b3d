import type { RecordExportRow } from "./exports.store.ts";
import type { PersonRecord } from "./record-file.ts";

const escaped = (value: unknown): string => String(value ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const list = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");

function table(title: string, heads: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const head = heads.map((each) => `<th scope="col">${escaped(each)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("\n");
  const none = rows.length === 0 ? `<p>Nothing / Nada</p>` : `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
  return `<h2>${escaped(title)}</h2>\n${none}`;
}

/** The record as a page that needs nothing else: read by people, printed for a court. Codes stand as they are sealed. */
export function indexPage(record: PersonRecord, asked: RecordExportRow): string {
  const { person, facility, timeZone } = record;
  const at = (instant: Temporal.Instant | null) =>
    instant ? instant.toZonedDateTimeISO(timeZone).toString({ timeZoneName: "never", smallestUnit: "second" }).replace("T", " ") : "";
  const name = (of: { givenName: string | null; familyName: string | null }) => [of.givenName, of.familyName].filter(Boolean).join(" ");
  const who = person ? name(person) || asked.residentId : asked.residentId;
  const parts = [
    table(
      "Custody / Custodia",
      ["Time / Hora", "What / Qué", "Number / Número", "Unit / Unidad"],
      record.custody.map((line) => [at(line.at), line.kind, line.bookingNumber, line.unitName]),
    ),
    table(
      "Connections / Conexiones",
      ["Person / Persona", "Relationship / Relación", "Status / Estado", "Reason / Motivo", "Asked / Pedida", "Decided / Decidida"],
      record.connections.map((each) => [name(each), each.relationship, each.status, each.reason, at(each.requestedAt), at(each.decidedAt)]),
    ),
    table(
      "Visits / Visitas",
      ["Start / Comienzo", "With / Con", "Kind / Clase", "Status / Estado", "Outcome / Resultado", "Cause / Causa"],
      record.visits.map((visit) => [at(visit.startsAt), name(visit), visit.roomKind, visit.status, visit.outcome, visit.cause]),
    ),
    ...record.visits.map((visit) =>
      table(
        `Visit / Visita ${at(visit.startsAt)}`,
        ["Time / Hora", "What / Qué", "More / Más"],
        visit.timeline.map((line) => [at(Temporal.Instant.from(String(line.at))), line.code, list(line.facts)]),
      ),
    ),
    table(
      "Looks at recordings / Vistas de grabaciones",
      ["Time / Hora", "Who / Quién", "Purpose / Para qué", "Basis / Base"],
      record.disclosures.map((each) => [at(each.at), each.staffName, each.purpose, each.basis]),
    ),
    table(
      "Audit / Auditoría",
      ["Time / Hora", "Who / Quién", "What / Qué", "More / Más"],
      record.audit.map((row) => [
        at(row.at),
        row.actorName ?? row.actorRealm,
        row.what,
        [list(row.facts), row.words].filter(Boolean).join("; "),
      ]),
    ),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(who)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #bbb;padding:.3rem .6rem .3rem 0}tr{break-inside:avoid}</style>
</head><body>
<h1>${escaped(who)}</h1>
<p>${escaped(facility)} · ${escaped(asked.purpose)} · ${escaped(asked.basis)} · ${escaped(timeZone)}</p>
${record.full ? "<p><b>Too long for one file: the youngest rows are missing. / Demasiado largo: faltan las filas más recientes.</b></p>" : ""}
${parts.join("\n")}
<p>README.txt: how to check this file / cómo comprobar este archivo</p>
</body></html>
`;
}
