import type { ErrorCode } from "#contracts/errors.ts";

interface GrantHeld {
  role: string;
  facilityId: string | null;
}

/** Every reason why this person may not be made to leave here and now; empty when they may. */
export function leaveRefusals(asked: {
  isSelf: boolean;
  leaver: readonly GrantHeld[];
  mayManage: (facilityId: string | null) => boolean;
  otherAdministrators: number;
}): ErrorCode[] {
  const administers = asked.leaver.some(({ role }) => role === "facility_administrator" || role === "agency_administrator");
  const reasons: [boolean, ErrorCode][] = [
    [asked.isSelf, "staff.own_account"],
    // One facility does not decide for another: only who manages every place where they work ends it all.
    [asked.leaver.some(({ facilityId }) => !asked.mayManage(facilityId)), "staff.works_elsewhere"],
    [administers && asked.otherAdministrators === 0, "staff.last_administrator"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}
