import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const staff = (path: string) => `/api/staff/facilities/:facilityId${path}`;
const OneStaff = z.strictObject({ facilityId: Id, staffId: Id });

export const staffLeaving = {
  endStaff: endpoint({
    id: "endStaff",
    method: "POST",
    path: staff("/staff/:staffId/leave"),
    permission: "staff.manage",
    summary:
      "A staff member leaves, now or at a time to come: every role, sign-in, socket, passkey, link and reset ends, and the account closes",
    params: OneStaff,
    body: z.strictObject({
      /** Not before this instant; at once when null. */
      leavesAt: Instant.nullable(),
    }),
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found", "staff.own_account", "staff.last_administrator", "staff.works_elsewhere"],
  }),
  keepStaff: endpoint({
    id: "keepStaff",
    method: "POST",
    path: staff("/staff/:staffId/stay"),
    permission: "staff.manage",
    summary: "Take back a leave that is still to come",
    params: OneStaff,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found", "staff.works_elsewhere"],
  }),
  withdrawInvitation: endpoint({
    id: "withdrawInvitation",
    method: "POST",
    path: staff("/staff/:staffId/withdraw"),
    permission: "staff.manage",
    summary: "Take back an invitation that nobody finished; its link stops working at once",
    params: OneStaff,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found", "staff.works_elsewhere"],
  }),
};
