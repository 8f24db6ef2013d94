// Begins first: it runs suites that hang.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runPlaywright, runSuite, runVitest } from "./suites";

const root = mkdtempSync(join(tmpdir(), "throng-suites-"));
beforeAll(() => {
  symlinkSync(resolve("node_modules"), join(root, "node_modules"), "dir");
  plant("package.json", '{ "type": "module" }');
});
afterAll(() => rmSync(root, { recursive: true }));

function plant(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A suite of its own that notes two tests and then does as told. */
function plantSuite(end: string): string {
  plant(
    "suite.mjs",
    `import { appendFileSync } from "node:fs";
    const note = (what) => appendFileSync(process.env.THRONG_TEST_NOTES, JSON.stringify({ ...what, at: Date.now() }) + "\\n");
    note({ kind: "planned", files: ["a", "b", "c"] });
    for (const file of ["a", "b"]) note({ kind: "begun", file });
    note({ kind: "test", file: "a", id: "1", name: "one", verdict: "passed" });
    note({ kind: "test", file: "b", id: "2", name: "two", verdict: "failed" });
    note({ kind: "done", file: "a" });
    ${end}`,
  );
  return "suite.mjs";
}

test("counts what a suite had done until it hung, and names the file that was running", async () => {
  const program = plantSuite("setInterval(() => {}, 1000);");
  const { tally } = await runSuite(root, "planted", { program: [program], silenceMs: 2_000 });
  expect(tally.counts).toEqual({ passed: 1, failed: 2, skipped: 0 });
  expect(tally.troubles).toEqual(["It did nothing for 2 seconds and was ended during b; 1 file had not begun."]);
});

test("counts what a suite had done until it died half way through a note", async () => {
  const program = plantSuite(`
    appendFileSync(process.env.THRONG_TEST_NOTES, '{"kind":"test","file":"b","id":"3","na');
    process.kill(process.pid, "SIGKILL");`);
  const { tally } = await runSuite(root, "planted", { program: [program] });
  expect(tally.counts).toEqual({ passed: 1, failed: 2, skipped: 0 });
  expect(tally.troubles).toEqual(["It was ended by SIGKILL during b; 1 file had not begun."]);
});

test("counts every way in which vitest's tests end", async () => {
  const head = 'import { afterAll, beforeAll, describe, expect, test } from "vitest";\n';
  plant("vitest.config.ts", "export default {};");
  plant(
    "server/blackbox/plain.test.ts",
    `${head}test("passes", () => {}); test("passes", () => {}); test("fails", () => expect(1).toBe(2));
    test.skip("is skipped", () => {}); test.todo("is to be written");`,
  );
  plant(
    "server/blackbox/hooks.test.ts",
    `${head}describe("group", () => { beforeAll(() => { throw new Error("planted hook") }); test("never runs", () => {}); });
    test("runs", () => {});`,
  );
  plant("server/blackbox/broken.test.ts", 'import "./nowhere";');
  plant("server/blackbox/dies.test.ts", `${head}test("dies", () => process.kill(process.pid, "SIGKILL"));`);
  plant(
    "server/blackbox/late.test.ts",
    `${head}test("passes", () => void setTimeout(() => { throw new Error("planted error") }));
    test("waits", () => new Promise((done) => setTimeout(done, 200)));`,
  );
  const { tally } = await runVitest(root, "black-box", false);
  expect(tally.counts).toEqual({ passed: 5, failed: 1 + tally.troubles.length, skipped: 3 });
  expect(tally.troubles.map((trouble) => trouble.replace(/ imported from .*/, "")).sort()).toEqual([
    "server/blackbox/broken.test.ts: Cannot find module './nowhere'",
    "server/blackbox/dies.test.ts: [vitest-pool]: Worker forks emitted error.",
    "server/blackbox/hooks.test.ts: planted hook",
    "server/blackbox/late.test.ts: planted error",
  ]);
});

test("counts every way in which Playwright's tests end", async () => {
  const head = 'import { expect, test } from "@playwright/test";\n';
  plant("playwright.config.ts", 'export default { testDir: "e2e" };');
  plant(
    "e2e/plain.spec.ts",
    `${head}test("passes", () => {}); test("fails", () => expect(1).toBe(2));
    test.skip("is skipped", () => {}); test("is known to fail", () => { test.fail(); expect(1).toBe(2); });`,
  );
  plant(
    "e2e/dies.spec.ts",
    `${head}test("dies", () => process.kill(process.pid, "SIGKILL")); test("passes", () => {});`,
  );
  const { tally } = await runPlaywright(root, false);
  expect(tally.counts).toEqual({ passed: 3, failed: 2, skipped: 1 });
  expect(tally.troubles).toEqual([]);
  expect(tally.files.map(({ file }) => file).sort()).toEqual(["e2e/dies.spec.ts", "e2e/plain.spec.ts"]);
});
