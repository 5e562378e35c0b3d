import { registerContactKeeping } from "#server/domains/contacts/index.ts";
import { registerIdentityKeeping } from "#server/domains/identity/index.ts";
import { registerStrayFiles } from "#server/domains/keeping/index.ts";
import { registerOversightKeeping } from "#server/domains/oversight/index.ts";
import { registerRecordingKeeping } from "#server/domains/recordings/index.ts";
import { registerStationKeeping } from "#server/domains/stations/index.ts";
import { registerTogetherKeeping } from "#server/domains/visits/index.ts";
import { deleteKeys } from "#server/platform/backup/keys.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import type { Keeping } from "#server/platform/keeping.ts";

/** Everything that goes by code of its own, for a server and for a restore alike. Rows that go by a rule need no line here. */
export function registerKeeping(keeping: Keeping, blobs: Blobs): void {
  registerRecordingKeeping(keeping, blobs);
  registerTogetherKeeping(keeping, blobs);
  registerOversightKeeping(keeping, blobs);
  registerStationKeeping(keeping);
  registerContactKeeping(keeping, blobs);
  registerIdentityKeeping(keeping);
  registerStrayFiles(keeping, blobs);
  keeping.register({
    kind: "backup_key",
    tables: [],
    erase: async (ctx, report) => {
      const gone = await deleteKeys(ctx.config.backupKeysDir, ctx.now());
      await report(gone.map((since) => ({ agencyId: null, facilityId: null, outcome: "erased", since })));
    },
  });
}
