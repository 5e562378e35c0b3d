import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { newId } from "./id.ts";
import { createLog, type Log } from "./log.ts";

function logged(act: (log: Log) => void): string {
  const sink = new PassThrough();
  act(createLog("trace", sink));
  return String(sink.read() ?? "");
}

test("names, e-mails, tokens, words and cookies never reach the log, however they are handed in", () => {
  const token = "kQ3v9XrT1mZp7LwB4nYc8HsD2fGj6KqA";
  const text = logged((log) => {
    log.info({ name: "Rosa Delgado", email: "rosa@example.org", token, words: "I miss you", cookie: `s=${token}` }, "signed in");
    log.info({ body: { deep: { givenName: "Rosa", list: ["I miss you"] } } }, `mail to rosa@example.org with ${token}`);
    log.info({ path: `/family/confirm?token=${token}` }, `GET /family/confirm?token=${token}&x=1`);
    log.child({ name: "Rosa" }).warn({ reason: "I miss you" }, "from a child");
    log.child({ requestId: newId() }).child({ words: "I miss you" }).warn("from a grandchild");
    log.error(
      { err: new Error(`no account "Rosa" for rosa@example.org`, { cause: new Error(`Key (email)=(rosa@example.org) token ${token}`) }) },
      "failed",
    );
  });
  for (const planted of ["Rosa", "Delgado", "rosa", "example.org", token, "miss you"])
    assert.ok(!text.includes(planted), `${planted} is in ${text}`);
});

test("ids, codes, numbers and instants stay, so that a line can be followed", () => {
  const requestId = newId();
  const line = JSON.parse(
    logged((log) =>
      log
        .child({ requestId })
        .info({ codes: ["visit.place_taken"], status: 409, at: "2026-03-01T10:00:00Z", visitId: requestId }, "refused"),
    ),
  );
  assert.equal(line.requestId, requestId);
  assert.deepEqual(line.codes, ["visit.place_taken"]);
  assert.deepEqual([line.status, line.at, line.visitId, line.msg], [409, "2026-03-01T10:00:00Z", requestId, "refused"]);
});

test("an error keeps its type, its place and the rule it broke", () => {
  const line = JSON.parse(
    logged((log) =>
      log.error({ err: Object.assign(new TypeError("broken"), { code: "23505", constraint: "account_email_key" }) }, "failed"),
    ),
  );
  assert.deepEqual(
    [line.err.type, line.err.message, line.err.code, line.err.constraint],
    ["TypeError", "broken", "23505", "account_email_key"],
  );
  assert.match(line.err.stack, /log\.test\.ts/);
});
