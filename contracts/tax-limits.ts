/** Who sets a tax. Without the schemas' library, so that pages may load it too. */
export const taxAuthorities = ["federal", "state", "county", "city"] as const;

/**
 * The most that all taxes on one price may come to, in millionths: 35 %. No communication in the country is known to be taxed more: wireless service in Illinois, the most taxed
 * there is, comes to 34.56 % with every federal, state and local tax and fee in it (Tax Foundation, "Excise Taxes and Fees on Wireless Services Increase Again", 2021). A sum above it
 * is a slip of the finger or a fee by another name; and what a law makes a provider collect may not be marked up (47 CFR § 64.6000, "Mandatory Tax or Fee").
 */
export const TAXES_MILLIONTHS_MAX = 350_000;
export const TAX_NAME_LETTERS_MAX = 80;
export const TAX_CITATION_LETTERS_MAX = 300;
export const TAX_LINK_LETTERS_MAX = 500;
