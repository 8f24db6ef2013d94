import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..");

test("the API reference agrees with the route files", async () => {
  const tsx = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
  const checked = run(process.execPath, [tsx, "scripts/api-reference.ts", "--check"], { cwd: ROOT });
  await expect(checked).resolves.toBeDefined();
});
