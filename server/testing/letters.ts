import assert from "node:assert/strict";
import type { Site } from "./site.ts";

/** Runs what is due and answers the letters that this address got, newest first. In a demonstration (`bearDemo`) only. */
export async function lettersTo(site: Site, email: string) {
  await site.runJobs();
  const rows = await site.owner.selectFrom("notifications.outbox").select(["id", "letter"]).orderBy("id", "desc").execute();
  return rows.map((row) => row.letter).filter((letter) => letter.to === email.toLowerCase());
}

/** The secret in the newest link that this address got. */
export async function linkTo(site: Site, email: string, subject: RegExp): Promise<string> {
  const letter = (await lettersTo(site, email)).find((one) => subject.test(one.subject));
  const token = /#token=([\w-]+)/.exec(letter?.text ?? "")?.[1];
  assert(token, `no link in a letter about ${subject}`);
  return token;
}

/** Makes this site's world a demonstration, whose letters can be read. */
export async function bearDemo(site: Site): Promise<void> {
  await site.owner.insertInto("world.birth").values({ one: true, kind: "demo", bornAt: site.clock.now() }).execute();
}
