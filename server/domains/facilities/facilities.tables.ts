import type { Generated, Selectable } from "kysely";
import type { z } from "zod";
import type { Words } from "#contracts/common.ts";
import type { WatchRule } from "#contracts/interventions.ts";
import type { SharedPictures } from "#contracts/together.ts";
import type { Runner } from "#jurisdictions/rate-caps.ts";

export interface AgencyTable {
  id: string;
  name: string;
}

export interface FacilityTable {
  id: string;
  agencyId: string;
  name: string;
  kind: "prison" | "jail";
  timeZone: string;
  place: string;
  phone: string | null;
  /** The post address, on one line. */
  address: Generated<string | null>;
  /** Who answers: "Visiting office, Monday to Friday". */
  ask: Generated<Words | null>;
  /** Two letters. What the law of prices goes by, with the city and who runs it; null: not told yet. */
  state: Generated<string | null>;
  city: Generated<string | null>;
  runBy: Generated<Runner | null>;
}
export type FacilityRow = Selectable<FacilityTable>;

export interface UnitTable {
  id: string;
  agencyId: string;
  facilityId: string;
  parentId: string | null;
  name: string;
}

export interface PolicyTable {
  id: string;
  agencyId: string;
  facilityId: string;
  /** Local day from which it is in force, until a newer row begins. */
  validFrom: string;
  noticeMinHours: number;
  noticeMaxDays: number;
  visitsPerWeek: number | null;
  /** ISO weekday, 1 Monday to 7 Sunday. */
  weekStarts: number;
  earlyMinutes: number;
  lateMinutes: number;
  visitsRecorded: boolean;
  keepRecordingsDays: number;
  /** Whether a request is approved at once where the resident named the contact and name and birth date match. */
  connectionsAutoApproved: Generated<boolean>;
  /** How many days the facility gives itself to answer a request. */
  connectionDecisionDays: Generated<number>;
  /** How many days the two wait after a rejection before asking anew. */
  connectionAgainDays: Generated<number>;
  /** How many people may come to one visit, the contact counted. */
  partyPeopleMax: Generated<number>;
  /** How many of them may be 18 or over; null for no limit of its own. */
  partyAdultsMax: Generated<number | null>;
  partyChildrenPerAdultMax: Generated<number | null>;
  /** Younger children do not count among the people; with 0 every child does. */
  partyChildrenCountFromYears: Generated<number>;
  /** Whether an interpreter takes a person's place. */
  partyInterpretersCount: Generated<boolean>;
  /** Whether families may put up pictures of their own in a visit. */
  sharedPictures: Generated<z.infer<typeof SharedPictures>>;
  /** Which visits go on only while an officer watches. */
  watchRequired: Generated<WatchRule>;
}
export type PolicyRow = Selectable<PolicyTable>;

export interface ClosedDayTable {
  id: string;
  agencyId: string;
  facilityId: string;
  day: string;
  reason: Words;
}

/** A view that visits publishes: when a facility's weekly sessions run, in its own clock. */
export interface WeeklyHoursView {
  facilityId: string;
  sessionTemplateId: string;
  mode: "video" | "on_site_video" | "in_person";
  /** ISO weekday, 1 Monday to 7 Sunday. */
  weekday: number;
  /** `HH:MM`. */
  startsLocal: string;
  endsLocal: string;
  visitMinutes: number;
  validFrom: string;
  validTo: string | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "facilities.agency": AgencyTable;
    "facilities.facility": FacilityTable;
    "facilities.unit": UnitTable;
    "facilities.policy": PolicyTable;
    "facilities.closedDay": ClosedDayTable;
    "visits.weeklyHours": WeeklyHoursView;
  }
}
