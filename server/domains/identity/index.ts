import "./identity.tables.ts";
import "./passkeys/passkeys.tables.ts";
import "./reviews/reviews.tables.ts";
import "./single-sign-on/sign-on.tables.ts";

export { adultToday, type From, makeAccount, signUpRefusals, takeLetterTry } from "./accounts.service.ts";
export { can, type Thing } from "./can.ts";
export { closeAccount, forgetAddress, ownAccount, proveOwnPassword } from "./closing.service.ts";
export { onConfirmed } from "./confirmed.ts";
export { clearSignInCookie, type SignInRealm, setSignInCookie } from "./cookies.ts";
export { listOverseers } from "./grants.store.ts";
export { asInside, asOutside, asStaff, asStation, createGuard, type GuardParts, insideActor } from "./guard.ts";
export { registerIdentityJobs, registerIdentityKeeping } from "./identity.jobs.ts";
export { LETTER_JOB, type Letter, letterLinks, makeLetterLink } from "./letters.ts";
export { fromOf, outsideRoutes } from "./outside.routes.ts";
export { outsidePasskeyRoutes, staffPasskeyRoutes } from "./passkeys/passkeys.routes.ts";
export { isAdult } from "./password.rules.ts";
export { hashPassword, verifyPassword } from "./passwords.ts";
export { registerAccessReviews } from "./reviews/reviews.jobs.ts";
export { accessReviewRoutes } from "./reviews/reviews.routes.ts";
export { reviewWaiting } from "./reviews/reviews.service.ts";
export { listHolders } from "./reviews/reviews.store.ts";
export { hashToken, keyedHash, newToken, seal, unseal } from "./secrets.ts";
export {
  endAllSignIns,
  endSignIns,
  type Inside,
  isSignedIn,
  listSignIns,
  type NewSignIn,
  noteUse,
  startSignIn,
  watchSignIn,
} from "./sign-ins.service.ts";
export type { SignInsOf } from "./sign-ins.store.ts";
export { signOnRoutes, signOnSettingRoutes } from "./single-sign-on/sign-on.routes.ts";
export { endSignOn, saveSignOn } from "./single-sign-on/sign-on.setting.ts";
export { type StaffParts, staffRoutes } from "./staff.routes.ts";
export { type FacilitiesOf, inviteTo, isSetUp, staffByEmail } from "./staff.service.ts";
export { addressKey, type Limit } from "./throttle.rules.ts";
export { throttle } from "./throttle-by-key.ts";
