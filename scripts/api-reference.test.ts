import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { operationsIn, operationsOffered } from "@/server/testing/operations";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..");

test("the API reference describes every method of every route file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throng-reference-"));
  try {
    const target = join(folder, "openapi.json");
    await run(process.execPath, ["--import", "tsx", join(ROOT, "scripts", "api-reference.ts"), target], { cwd: ROOT });
    expect(operationsIn(JSON.parse(readFileSync(target, "utf8")))).toEqual(operationsOffered());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
