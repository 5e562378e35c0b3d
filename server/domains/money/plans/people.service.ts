import * as contacts from "#server/domains/contacts/index.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { listConnectionsAt } from "./plans.store.ts";

/** Whether there is somebody at this facility whom the contact may visit. */
export async function mayVisitAt(asker: Ctx | TxCtx, contactId: string, facilityId: string): Promise<boolean> {
  for (const connectionId of await listConnectionsAt(dbOf(asker), contactId, facilityId))
    if (!(await contacts.forbiddenAt(asker, connectionId))(asker.now())) return true;
  return false;
}
