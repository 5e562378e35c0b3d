import type { BodyOf } from "#contracts/endpoint.ts";
import type { recordingsStaff } from "#contracts/visits.ts";

type Purpose = BodyOf<typeof recordingsStaff.openDisclosure>["purpose"];
/** As the contract has them; its own list would bring the schemas' library into the page. */
export const purposes = [
  "safety_investigation",
  "complaint_by_family",
  "complaint_by_resident",
  "court_order",
  "quality_check",
] as const satisfies readonly Purpose[];
