/** Every path of this app, once; links are made from these and never written by hand. */
export const paths = {
  home: "/",
  facility: "/facilities/$facilityId",
  promises: "/promises",
  letters: "/letters",
  record: "/record",
  chain: "/record/$chain",
  keeping: "/keeping",
  lines: "/lines",
  law: "/law",
  credits: "/credits",
} as const;
