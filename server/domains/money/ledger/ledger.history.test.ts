import { test } from "node:test";
import { liveOneByOne, liveThroughDeaths } from "./testing/lives.ts";

const SEEDS = process.env.THROUGHLINE_LONG ? 200 : 50;
const first = Number(process.env.THROUGHLINE_SEED ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: SEEDS }, (_, at) => first + at);

test(`${SEEDS} random histories, asked in order: every answer and every balance is what a plain ledger says (from seed ${first})`, () =>
  liveOneByOne(seeds));

test(`${SEEDS} random histories with the server and the database killed in the middle: each thing happened once or not at all (from seed ${first})`, () =>
  liveThroughDeaths(seeds));
