import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fingerprintOf, markBegun, markMade, PART_NAMES, staleParts } from "./parts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "throng-parts-"));
  for (const file of [
    "prisma/generated/client.ts",
    "dist/server/index.js",
    "public/openapi.json",
    ".next/BUILD_ID",
    "lib/a.ts",
    "server/index.ts",
  ]) {
    write(file, "");
  }
  for (const name of PART_NAMES) markMade(root, name, fingerprintOf(root, name));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

test("finds nothing to do after a build", () => {
  expect(staleParts(root)).toEqual([]);
});

test.each([
  ["lib/a.ts", ["server", "reference", "pages"]],
  ["lib/new.ts", ["server", "reference", "pages"]],
  ["server/index.ts", ["server"]],
  ["components/button.tsx", ["pages"]],
  ["app/api/v1/rooms/[roomId]/route.ts", ["server", "reference", "pages"]],
  ["app/page.tsx", ["server", "pages"]],
  ["prisma/schema/rooms.prisma", ["client", "server", "reference", "pages"]],
  ["package-lock.json", ["client", "server", "reference", "pages"]],
  ["lib/a.test.ts", []],
  ["README.md", []],
])("makes what a change in %s touches: %j", (file, parts) => {
  write(file, "changed");
  expect(staleParts(root)).toEqual(parts);
});

test("makes the pages anew for another CDN_URL", () => {
  vi.stubEnv("CDN_URL", "https://cdn.example.org");
  expect(staleParts(root)).toEqual(["pages"]);
});

test("makes a part whose output is gone, or whose build died", () => {
  rmSync(join(root, "dist/server/index.js"));
  rmSync(join(root, "public/openapi.json"));
  markBegun(root, "pages");
  expect(staleParts(root)).toEqual(["server", "reference", "pages"]);
});

test("makes everything when its own record is damaged", () => {
  writeFileSync(join(root, "dist/.build.json"), "{");
  expect(staleParts(root)).toEqual(PART_NAMES);
});
