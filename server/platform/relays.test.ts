import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { ConfigError, readConfig } from "./config.ts";
import { relaysUntil } from "./relays.ts";

const now = Temporal.Instant.from("2026-03-02T15:00:00Z");
const TURN = { TURN_URLS: "turn:relay.example.org, turns:[2001:db8::1]:443?transport=tcp", TURN_SECRET: "sixteen and more characters" };
const from = (env: Record<string, string>, hours: number) => relaysUntil({ config: readConfig(env), now: () => now }, now.add({ hours }));
const expiryOf = (username = "") => Number(username.split(":")[0]) - now.epochMilliseconds / 1000;

test("a page gets every relay, a name that is its expiry and a random mark, and the password that a relay with the same secret makes of it", () => {
  const [relay] = from(TURN, 1);
  assert.deepEqual(relay?.urls, ["turn:relay.example.org", "turns:[2001:db8::1]:443?transport=tcp"]);
  assert.equal(expiryOf(relay.username), 3600);
  assert.equal(relay.credential, createHmac("sha1", TURN.TURN_SECRET).update(relay.username).digest("base64"));
  assert.notEqual(from(TURN, 1)[0]?.username, relay.username);
});

test("nothing is given for longer than twelve hours, and nothing at all where no relay is configured", () => {
  assert.equal(expiryOf(from(TURN, 100)[0]?.username), 12 * 3600);
  assert.deepEqual(from({}, 1), []);
});

test("a relay that cannot be is refused at start, by name", () => {
  for (const [env, line] of [
    [{ TURN_URLS: TURN.TURN_URLS }, /^TURN_URLS: needs TURN_SECRET/],
    [{ TURN_SECRET: TURN.TURN_SECRET }, /^TURN_SECRET: needs TURN_URLS/],
    [{ ...TURN, TURN_URLS: "https://relay.example.org" }, /^TURN_URLS: must be turn: or turns:/],
    [{ ...TURN, TURN_URLS: "turn:name:password@relay.example.org" }, /^TURN_URLS/],
    [{ ...TURN, TURN_SECRET: "short" }, /^TURN_SECRET: must have 16/],
  ] as const)
    assert.throws(
      () => readConfig(env),
      (error: ConfigError) => error instanceof ConfigError && line.test(error.lines[0] ?? ""),
    );
});
