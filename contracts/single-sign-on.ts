import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
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
    errors: [
      "sign_on.refused",
      "sign_on.expired",
      "sign_on.person_unknown",
      "sign_on.provider_down",
      "sign_on.wrong_issuer",
      "sign_on.wrong_audience",
      "sign_on.clock_differs",
      "sign_on.client_refused",
      "sign_on.too_weak",
    ],
  }),
};

const Provider = z.strictObject({
  issuer: z.string().trim().min(1).max(500),
  clientId: z.string().trim().min(1).max(500),
  /** Goes in and never comes out; left out, the one that is set stays. */
  secret: z.string().min(1).max(1_000).optional(),
});
const Setting = Provider.extend({
  /** The claim that names a person for good. */
  personClaim: z.string().trim().min(1).max(100),
  domains: z.array(z.string().max(253)).min(1).max(50),
  trustsSecondFactor: z.boolean(),
  required: z.boolean(),
  breakGlass: Email.nullable(),
  /** Contexts of which the provider must have used one, apart by spaces; and the method it must have asked for. */
  acr: z.string().trim().min(1).max(500).nullable(),
  amr: z.string().trim().min(1).max(100).nullable(),
});
const path = (rest: string) => `/api/staff/facilities/:facilityId/sign-on${rest}`;
const Here = z.strictObject({ facilityId: Id });

export const signOnSettings = {
  signOnSetting: endpoint({
    id: "signOnSetting",
    method: "GET",
    path: path(""),
    permission: "sign_on.manage",
    summary: "How the agency's single sign-on is set, without its secret, and what its provider must know of this server",
    params: Here,
    answer: {
      status: 200,
      schema: z.strictObject({
        returnUrl: z.string(),
        signedOutUrl: z.string(),
        setting: Setting.omit({ secret: true }).extend({ setAt: Instant }).nullable(),
      }),
    },
    errors: ["request.not_found"],
  }),
  setSignOnSetting: endpoint({
    id: "setSignOnSetting",
    method: "POST",
    path: path(""),
    permission: "sign_on.manage",
    summary: "Set the agency's single sign-on",
    params: Here,
    body: Setting,
    answer: { status: 204, schema: Nothing },
    errors: [
      "request.not_found",
      "sign_on.issuer_invalid",
      "sign_on.secret_needed",
      "sign_on.domain_invalid",
      "sign_on.domain_taken",
      "sign_on.keeper_needed",
    ],
  }),
  trySignOn: endpoint({
    id: "trySignOn",
    method: "POST",
    path: path("/try"),
    permission: "sign_on.manage",
    summary: "Ask the provider whether it is the one named and takes this client and secret; nothing is written",
    params: Here,
    body: Provider,
    answer: { status: 200, schema: z.strictObject({ signsOut: z.boolean() }) },
    errors: [
      "request.not_found",
      "sign_on.issuer_invalid",
      "sign_on.secret_needed",
      "sign_on.provider_down",
      "sign_on.wrong_issuer",
      "sign_on.client_refused",
    ],
  }),
  endSignOnSetting: endpoint({
    id: "endSignOnSetting",
    method: "DELETE",
    path: path(""),
    permission: "sign_on.manage",
    summary: "End the agency's single sign-on; passwords count again",
    params: Here,
    answer: { status: 204, schema: Nothing },
    errors: ["request.not_found"],
  }),
};
