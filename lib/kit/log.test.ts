import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

/** A device that answers every write as a full disk does. */
const FULL = "/dev/full";

test.skipIf(!existsSync(FULL))("goes on when standard output takes nothing, and keeps its file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throng-log-"));
  const script = `
    const { log } = await import(${JSON.stringify(resolve("lib/kit/log.ts"))});
    for (let n = 0; n < 200; n++) {
      log().info({ n, filler: "x".repeat(200) }, "a line");
      if (n % 10 === 0) await new Promise((done) => setTimeout(done, 1));
    }
    process.exit(7);`;
  const full = openSync(FULL, "w");
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "info", DATA_DIR: folder },
    stdio: ["ignore", full, "inherit"],
  });
  const [code] = await once(child, "exit");
  closeSync(full);
  const lines = readFileSync(join(folder, "logs", "throng.log"), "utf8")
    .split("\n")
    .filter(Boolean);
  expect([code, lines.length]).toEqual([7, 200]);
  rmSync(folder, { recursive: true });
});
