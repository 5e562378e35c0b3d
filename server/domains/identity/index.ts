import "./identity.tables.ts";

export { can, reaches, type Thing } from "./can.ts";
export { clearSignInCookie, type SignInRealm, setSignInCookie } from "./cookies.ts";
export { asInside, asOutside, asStaff, asStation, createGuard, type GuardParts, insideActor } from "./guard.ts";
export { hashPassword, verifyPassword } from "./passwords.ts";
export { hashToken, keyedHash, newToken } from "./secrets.ts";
export { endSignIns, type Inside, isSignedIn, type NewSignIn, noteUse, SIGN_IN_REVOKED, startSignIn, watchSignIn } from "./sign-ins.service.ts";
export type { SignInsOf } from "./sign-ins.store.ts";
