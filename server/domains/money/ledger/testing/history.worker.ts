import { openDatabase } from "#server/platform/database.ts";
import { randomFrom } from "#server/testing/random.ts";
import { type Books, drawActs, liveAtOnce } from "./history.ts";

/** A server that lives through one seed's acts, for a test that kills it. */
const { url, books, seed, acts, atOnce } = JSON.parse(process.argv[2] ?? "") as {
  url: string;
  books: Books;
  seed: number;
  acts: number;
  atOnce: number;
};
const db = openDatabase(url, { max: atOnce });
process.stdout.write("begun\n");
await liveAtOnce(db, drawActs(randomFrom(seed), books, acts), atOnce);
await db.destroy();
