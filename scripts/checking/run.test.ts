import { expect, test } from "vitest";
import { run, runNode } from "./run";

const cwd = import.meta.dirname;

test("answers what a program said and whether it succeeded", async () => {
  const talk = "console.log(process.env.WORD); console.error('aside'); process.exitCode = Number(process.env.CODE)";
  const env = { WORD: "spoken" };
  expect(await runNode(["-e", talk], { cwd, env: { ...env, CODE: "0" } })).toMatchObject({ ok: true });
  const failed = await runNode(["-e", talk], { cwd, env: { ...env, CODE: "3" } });
  expect(failed.ok).toBe(false);
  expect(failed.output).toContain("spoken");
  expect(failed.output).toContain("aside");
});

test("gives a program no input to wait for", async () => {
  const read = "process.stdin.on('end', () => console.log('nothing came')).resume()";
  expect((await runNode(["-e", read], { cwd })).output).toContain("nothing came");
});

test("stops a program that takes too long, and takes it for failed", async () => {
  const { ok } = await runNode(["-e", "setInterval(() => {}, 1000)"], { cwd, limitMs: 200 });
  expect(ok).toBe(false);
});

test("takes a program that is not there for failed, and lets go of everything", async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  expect((await run("no-such-program-anywhere", [], { cwd })).ok).toBe(false);
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBe(before);
});
