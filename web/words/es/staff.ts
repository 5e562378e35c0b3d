import { audit } from "#contracts/words/es/audit.ts";
import { standing } from "#contracts/words/es/standing.ts";
import type { staff as en } from "#web/words/en/staff.ts";
import { account } from "./staff/account.ts";
import { approvals } from "./staff/approvals.ts";
import { cash } from "./staff/cash.ts";
import { colleagues } from "./staff/colleagues.ts";
import { credits } from "./staff/credits.ts";
import { keeping } from "./staff/keeping.ts";
import { live } from "./staff/live.ts";
import { plans } from "./staff/plans.ts";
import { playback } from "./staff/playback.ts";
import { policy } from "./staff/policy.ts";
import { prices } from "./staff/prices.ts";
import { reconciliation } from "./staff/reconciliation.ts";
import { record } from "./staff/record.ts";
import { residents } from "./staff/residents.ts";
import { review } from "./staff/review.ts";
import { roster } from "./staff/roster.ts";
import { sheets } from "./staff/sheets.ts";
import { shell } from "./staff/shell.ts";
import { signIn } from "./staff/sign-in.ts";
import { signOn } from "./staff/sign-on.ts";
import { stations } from "./staff/stations.ts";
import { taxes } from "./staff/taxes.ts";
import { today } from "./staff/today.ts";
import { visits } from "./staff/visits.ts";

export const staff: Record<keyof typeof en, string> = {
  ...shell,
  ...signIn,
  ...today,
  ...visits,
  ...live,
  ...playback,
  ...approvals,
  ...residents,
  ...roster,
  ...signOn,
  ...stations,
  ...colleagues,
  ...review,
  ...account,
  ...policy,
  ...prices,
  ...taxes,
  ...plans,
  ...credits,
  ...record,
  ...sheets,
  ...keeping,
  ...cash,
  ...reconciliation,
  ...audit,
  ...standing,
};
