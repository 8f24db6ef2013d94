import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { processIdentity } from "@/lib/kit/processes";
import { run, runNode } from "./run";

const cwd = mkdtempSync(join(tmpdir(), "throng-run-"));
afterAll(() => rmSync(cwd, { recursive: true }));

test("answers what a program said and how it ended", async () => {
  const talk = "console.log(process.env.WORD); console.error('aside'); process.exitCode = Number(process.env.CODE)";
  const env = { WORD: "spoken" };
  const passed = await runNode(["-e", talk], { cwd, env: { ...env, CODE: "0" } });
  expect(passed).toMatchObject({ ok: true, how: "ended with code 0" });
  const failed = await runNode(["-e", talk], { cwd, env: { ...env, CODE: "3" } });
  expect(failed).toMatchObject({ ok: false, how: "ended with code 3" });
  expect(failed.output).toContain("spoken");
  expect(failed.output).toContain("aside");
  const killed = await runNode(["-e", "process.kill(process.pid, 'SIGKILL')"], { cwd });
  expect(killed).toMatchObject({ ok: false, how: "was ended by SIGKILL" });
});

test("gives a program no input to wait for", async () => {
  const read = "process.stdin.on('end', () => console.log('nothing came')).resume()";
  expect((await runNode(["-e", read], { cwd })).output).toContain("nothing came");
});

test("ends a program that hangs, with all it started, and keeps what it said before", async () => {
  const hang = `
    const { pid } = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    console.log(pid);
    setInterval(() => {}, 1000);`;
  const { ok, how, output } = await runNode(["-e", hang], { cwd, silenceMs: 1_500 });
  expect(ok).toBe(false);
  expect(how).toBe("did nothing for 2 seconds and was ended");
  expect(processIdentity(Number(output))).toBeUndefined();
});

test.each([
  ["says something", "console.log('on it')"],
  ["lets a file grow", "require('node:fs').appendFileSync('signs', 'x')"],
])("leaves a program alone that takes long and %s now and then", async (_what, sign) => {
  // Every pause is far shorter than the silence that counts, and all of them together are longer.
  const work = `let n = 0; const timer = setInterval(() => { ${sign}; if (++n === 12) clearInterval(timer); }, 250)`;
  const { ok } = await runNode(["-e", work], { cwd, silenceMs: 2_000, signs: [join(cwd, "signs")] });
  expect(ok).toBe(true);
});

test("does not wait for what a program left running, which holds its output open", async () => {
  const leave = `
    const options = { detached: true, stdio: ["ignore", "inherit", "inherit"] };
    const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], options);
    console.log(child.pid);
    child.unref();`;
  const { ok, output } = await runNode(["-e", leave], { cwd });
  process.kill(Number(output), "SIGKILL");
  expect(ok).toBe(true);
});

test("takes a program that is not there for failed, and lets go of everything", async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  expect((await run("no-such-program-anywhere", [], { cwd })).ok).toBe(false);
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBe(before);
});
