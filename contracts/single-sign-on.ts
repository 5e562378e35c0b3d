import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { Email } from "./identity.ts";

/** What follows once the provider has said who somebody is: nothing, a code, or the set-up of an authenticator. */
export const SignOnStep = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("done") }),
  z.strictObject({ step: z.literal("second_factor"), ticket: z.string() }),
  z.strictObject({ step: z.literal("enrol_factor"), ticket: z.string(), otpauthUrl: z.string(), secret: z.string() }),
]);

export const singleSignOn = {
  startSignOn: endpoint({
    id: "startSignOn",
    method: "POST",
    path: "/api/staff/sign-on/start",
    permission: "staff.sign_in",
    summary: "Where to go to sign in with the agency's own account; an address is looked at for its domain only",
    body: z.strictObject({ email: Email }),
    answer: { status: 200, schema: z.strictObject({ url: z.string() }) },
    errors: ["sign_on.none", "sign_on.provider_down", "request.too_many"],
  }),
  finishSignOn: endpoint({
    id: "finishSignOn",
    method: "POST",
    path: "/api/staff/sign-on/finish",
    permission: "staff.sign_in",
    summary: "Back from the provider, in the browser that left for it",
    body: z.strictObject({
      state: z.string().min(1).max(500),
      code: z.string().max(4_000).optional(),
      iss: z.string().max(500).optional(),
      error: z.string().max(500).optional(),
    }),
    answer: { status: 200, schema: SignOnStep },
    errors: ["sign_on.refused", "sign_on.expired", "sign_on.person_unknown", "sign_on.provider_down"],
  }),
};
