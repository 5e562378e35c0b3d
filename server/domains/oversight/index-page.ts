import type { RecordExportRow } from "./exports.store.ts";
import type { PersonRecord } from "./record-file.ts";
import { codeWords, lineWords } from "./record-words.ts";

const escaped = (value: unknown): string => String(value ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const list = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");

/** Words for people, with the code or the facts as they are sealed beside them. */
interface Coded {
  words: string;
  code: string | null;
}
const coded = (code: string | null, ...areas: readonly string[]): Coded => ({ words: codeWords(code, ...areas), code });
const withCode = ({ words, code }: Coded): string =>
  code && code !== words ? `${escaped(words)} <code>${escaped(code)}</code>` : escaped(words);

function table(title: string, heads: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const head = heads.map((each) => `<th scope="col">${escaped(each)}</th>`).join("");
  const shown = (cell: unknown) => (typeof cell === "object" && cell !== null && "words" in cell ? withCode(cell as Coded) : escaped(cell));
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${shown(cell)}</td>`).join("")}</tr>`).join("\n");
  const none = rows.length === 0 ? `<p>Nothing / Nada</p>` : `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
  return `<h2>${escaped(title)}</h2>\n${none}`;
}

/** The record as a page that needs nothing else: read by people, printed for a court. Beside the words the codes stand as they are sealed. */
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
      record.custody.map((line) => [at(line.at), coded(line.kind, "staff.stay"), line.bookingNumber, line.unitName]),
    ),
    table(
      "Connections / Conexiones",
      ["Person / Persona", "Relationship / Relación", "Status / Estado", "Reason / Motivo", "Asked / Pedida", "Decided / Decidida"],
      record.connections.map((each) => [
        name(each),
        coded(each.relationship, "staff.rel"),
        coded(each.status, "staff.connection"),
        coded(each.reason, "staff.why"),
        at(each.requestedAt),
        at(each.decidedAt),
      ]),
    ),
    table(
      "Visits / Visitas",
      ["Start / Comienzo", "With / Con", "Kind / Clase", "Status / Estado", "Outcome / Resultado", "Cause / Causa"],
      record.visits.map((visit) => [
        at(visit.startsAt),
        name(visit),
        coded(visit.roomKind, "staff.file.room"),
        coded(visit.status, "staff.file.visit"),
        coded(visit.outcome, "staff.outcome"),
        coded(visit.cause, "live.record", "staff.file.cause"),
      ]),
    ),
    ...record.visits.map((visit) =>
      table(
        `Visit / Visita ${at(visit.startsAt)}`,
        ["Time / Hora", "What / Qué", "More / Más"],
        visit.timeline.map((line) => [
          at(Temporal.Instant.from(String(line.at))),
          { words: lineWords(line, { family: name(visit), resident: who }), code: line.code },
          { words: "", code: list(line.facts) },
        ]),
      ),
    ),
    table(
      "Looks at recordings / Vistas de grabaciones",
      ["Time / Hora", "Who / Quién", "Purpose / Para qué", "Basis / Base"],
      record.disclosures.map((each) => [at(each.at), each.staffName, coded(each.purpose, "staff.purpose"), each.basis]),
    ),
    table(
      "Audit / Auditoría",
      ["Time / Hora", "Who / Quién", "What / Qué", "More / Más"],
      record.audit.map((row) => [
        at(row.at),
        row.actorName ?? coded(row.actorRealm, "live.record"),
        coded(row.what, "staff.audit"),
        { words: row.words ?? "", code: list(row.facts) },
      ]),
    ),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(who)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #bbb;padding:.3rem .6rem .3rem 0}tr{break-inside:avoid}code{color:#555;font-size:.8em;overflow-wrap:anywhere}</style>
</head><body>
<h1>${escaped(who)}</h1>
<p>${escaped(facility)} · ${escaped(codeWords(asked.purpose, "staff.exports.purpose"))} · ${escaped(asked.basis)} · ${escaped(timeZone)}</p>
${record.full ? "<p><b>Too long for one file: the youngest rows are missing. / Demasiado largo: faltan las filas más recientes.</b></p>" : ""}
${parts.join("\n")}
<p>README.txt: how to check this file / cómo comprobar este archivo</p>
</body></html>
`;
}
