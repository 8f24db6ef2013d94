import { expect, test } from "vitest";
import { findHoles, isOlder } from "./versions";

test.each([
  ["8.21.0", "8.21.1", true],
  ["8.21.1", "8.21.1", false],
  ["8.9.9", "8.21.1", true],
  ["9.0.0", "8.21.1", false],
  ["5.0.0-beta.9", "5.0.0-beta.30", true],
  ["5.0.0-beta.32", "5.0.0-beta.30", false],
  ["5.0.0-alpha.99", "5.0.0-beta.30", true],
  ["5.0.0", "5.0.0-beta.30", false],
  ["5.0.0-beta.30", "5.0.0", true],
  ["1.2.3+build.9", "1.2.3", false],
])("knows whether %s is older than %s", (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});

test("names every package that is too old, wherever it lies, and what is wrong with it", () => {
  const packages = {
    "": { version: "0.0.1" },
    "node_modules/ws": { version: "8.21.1" },
    "node_modules/engine.io/node_modules/ws": { version: "8.20.0" },
    "node_modules/@planted/ws": { version: "1.0.0" },
    "node_modules/constructor": { version: "1.0.0" },
  };
  const found = findHoles({ packages }, { ws: { minimum: "8.21.1", hole: "memory grows" } });
  expect(found).toEqual([
    "node_modules/engine.io/node_modules/ws: 8.20.0 has a known hole (memory grows). Update it to 8.21.1 or later.",
  ]);
});
