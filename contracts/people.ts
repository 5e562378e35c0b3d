import { z } from "zod";
import { Day, Id, Locale } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { PartyRules } from "./visits.ts";

export const FacilityCard = z.strictObject({
  id: Id,
  name: z.string(),
  kind: z.enum(["prison", "jail"]),
  timeZone: z.string(),
  place: z.string(),
});
/** What a family needs to know before booking: the facility's rules as data, said by the app in words. */
export const FacilityRules = z.strictObject({
  visitMinutes: z.number().int(),
  noticeMinHours: z.number().int(),
  noticeMaxDays: z.number().int(),
  visitsPerWeek: z.number().int().nullable(),
  earlyMinutes: z.number().int(),
  lateMinutes: z.number().int(),
  recorded: z.boolean(),
  /** How many may come to one visit. */
  party: PartyRules,
  /** Weekly hours, local: ISO weekday 1 (Monday) to 7, `HH:MM`. */
  hours: z.array(z.strictObject({ weekday: z.number().int().min(1).max(7), startsAt: z.string(), endsAt: z.string() })),
  closedDays: z.array(z.strictObject({ day: Day, reason: z.string() })),
});

/** Whom to ask, as the facility has said it; `ask` in the reader's language. */
export const FacilityContact = z.strictObject({ phone: z.string().nullable(), address: z.string().nullable(), ask: z.string().nullable() });

export const facilitiesApi = {
  publicFacilities: endpoint({
    id: "publicFacilities",
    method: "GET",
    path: "/api/public/facilities",
    permission: "public.read",
    summary: "Every facility served here",
    answer: { status: 200, schema: z.array(FacilityCard) },
    errors: [],
  }),
  publicFacility: endpoint({
    id: "publicFacility",
    method: "GET",
    path: "/api/public/facilities/:facilityId",
    permission: "public.read",
    summary: "One facility's visit rules",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ locale: Locale.default("en") }),
    answer: { status: 200, schema: FacilityCard.extend({ rules: FacilityRules, contact: FacilityContact }) },
    errors: ["request.not_found"],
  }),
};
