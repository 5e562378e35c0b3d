import { contactsMergePart } from "#server/domains/contacts/index.ts";
import { moneyMergePart } from "#server/domains/money/index.ts";
import { identityMergePart, residentsPart } from "#server/domains/residents/index.ts";
import { stationsMergePart } from "#server/domains/stations/index.ts";
import { visitsMergePart } from "#server/domains/visits/index.ts";

/** What hangs on a resident, domain by domain: all of it goes along when two records of one person become one. */
export const mergeParts = [residentsPart, identityMergePart, contactsMergePart, stationsMergePart, moneyMergePart, visitsMergePart];
