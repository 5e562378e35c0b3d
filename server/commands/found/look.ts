import * as facilities from "#server/domains/facilities/index.ts";
import { staffByEmail } from "#server/domains/identity/index.ts";
import type { Ctx, TxCtx } from "#server/platform/context.ts";
import type { Asked } from "./options.ts";

const ROLE = "agency_administrator";

/** What of that which was asked for is there already, and every reason why the rest may not be added. */
export async function look(asker: Ctx | TxCtx, asked: Asked) {
  const agency = asked.agency === undefined ? undefined : await facilities.agencyNamed(asker, asked.agency);
  const named = asked.facility?.name;
  const facility = agency && named !== undefined ? await facilities.facilityNamed(asker, agency.id, named) : undefined;
  const email = asked.administrator?.email;
  const member = email === undefined ? undefined : await staffByEmail(asker, email);
  const mine = member !== undefined && member.agencyId === agency?.id;
  const administers = mine && member.grants.some((grant) => grant.role === ROLE && grant.agencyId === agency.id);
  const state = { agency, facility, member, administers };

  const { kind, timeZone } = asked.facility ?? {};
  const same = !facility || ((kind ?? facility.kind) === facility.kind && (timeZone ?? facility.timeZone) === facility.timeZone);
  const whole = (!asked.facility || facility !== undefined) && (!asked.administrator || administers);
  const refusals = [
    asked.agency !== undefined &&
      !agency &&
      asked.add &&
      `--agency: there is no agency called "${asked.agency}". To found it, leave --add out.`,
    agency &&
      !asked.add &&
      !whole &&
      `--agency: there is an agency called "${agency.name}" already. To add to it, say --add; else choose another name.`,
    facility &&
      !same &&
      `--facility: "${facility.name}" is there already, as a ${facility.kind} in ${facility.timeZone}, and stays so. Say the same, or choose another name.`,
    member && (!mine || member.closed) && `--email: ${email} belongs to a staff account that this agency cannot have. Use another address.`,
  ].filter((reason) => typeof reason === "string");
  return { state, refusals };
}
