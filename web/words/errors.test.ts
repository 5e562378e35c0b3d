import assert from "node:assert/strict";
import { test } from "node:test";
import { permissions } from "#contracts/permissions.ts";
import { routes } from "#contracts/routes.ts";
import { everyone } from "./en/errors/everyone.ts";
import { staff } from "./en/errors/staff.ts";
import { together } from "./en/errors/together.ts";

test("a refusal that not only staff may meet has its sentence in every app", () => {
  const untold = Object.values(routes)
    .filter(({ permission }) => permissions[permission].realm !== "staff")
    .flatMap(({ errors }) => errors)
    // The sheet's own come with it: nobody meets them anywhere else.
    .filter((code) => !(code in everyone) && !(code in together));
  assert.deepEqual(untold, []);
});

test("a refusal stands for staff or for everyone, and not in both", () => {
  assert.deepEqual(
    Object.keys(staff).filter((code) => code in everyone),
    [],
  );
});
