import { z } from "zod";
import { Id } from "./common.ts";
import { ConnectionForStaff, Restriction } from "./connections.ts";
import { endpoint } from "./endpoint.ts";

export const residentConnectionsStaff = {
  connectionsOfResident: endpoint({
    id: "connectionsOfResident",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/residents/:residentId/connections",
    permission: "connection.read",
    summary: "The connections of a resident who is here, each with the limits that hold or will",
    params: z.strictObject({ facilityId: Id, residentId: Id }),
    answer: { status: 200, schema: z.array(ConnectionForStaff.extend({ restrictions: z.array(Restriction) })) },
    errors: ["resident.unknown"],
  }),
};
