import type { ErrorCode } from "#contracts/errors.ts";

/** What the OpenID library says of a failure: its own code, what a provider answered, and, of a claim that differs, which one. */
interface Said {
  code?: string;
  name?: string;
  error?: string;
  status?: number;
  cause?: unknown;
}

const claimRefusals: Record<string, ErrorCode> = {
  aud: "sign_on.wrong_audience",
  azp: "sign_on.wrong_audience",
  iss: "sign_on.wrong_issuer",
};
const CLIENT_ERRORS = ["invalid_client", "unauthorized_client"];
/** What answered is no OpenID provider, or another one than was named. */
const NOT_THIS_ISSUER = [
  "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
  "OAUTH_PARSE_ERROR",
  "OAUTH_INVALID_RESPONSE",
];

/** Why no provider was found at an address: nobody answers, or it is not the one that was named. */
export function discoveryRefusal(caught: unknown): ErrorCode {
  const { code = "" } = caught as Said;
  return NOT_THIS_ISSUER.includes(code) ? "sign_on.wrong_issuer" : "sign_on.provider_down";
}

/** Why what a provider gave was not taken, as an administrator can act on it. */
export function answerRefusal(caught: unknown): ErrorCode {
  const { code = "", error, status, cause } = caught as Said;
  if (code === "OAUTH_JWT_TIMESTAMP_CHECK_FAILED") return "sign_on.clock_differs";
  if (CLIENT_ERRORS.includes(error ?? "") || (code === "OAUTH_WWW_AUTHENTICATE_CHALLENGE" && status === 401))
    return "sign_on.client_refused";
  return claimRefusals[claimOf(cause) ?? ""] ?? "sign_on.refused";
}

/** The claim that differs stands one or two causes deep. */
function claimOf(cause: unknown): string | undefined {
  const { claim, cause: deeper } = (cause ?? {}) as { claim?: string; cause?: { claim?: string } };
  return claim ?? deeper?.claim;
}

/** Whether somebody proved at the provider what the agency demands: one of these contexts (`acr`), and this method among theirs (`amr`). */
export function isStrongEnough(
  demanded: { acr: string | null; amr: string | null },
  said: { acr: unknown; amr: readonly unknown[] },
): boolean {
  const contexts = demanded.acr?.split(" ").filter((one) => one !== "") ?? [];
  return (contexts.length === 0 || contexts.includes(String(said.acr))) && (demanded.amr === null || said.amr.includes(demanded.amr));
}
