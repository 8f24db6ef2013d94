import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

/** Runs `body` in a process of its own, which says `up` when it is ready for a signal. */
async function run(body: string, act: (kill: (signal: NodeJS.Signals) => void) => void = () => undefined, stopMs = "") {
  const script = `
    const { onShutdown, listenForShutdown } = await import(${JSON.stringify(resolve("server/shutdown.ts"))});
    const say = (text) => process.stdout.write(text + "\\n");
    listenForShutdown(${stopMs});
    ${body}
    setInterval(() => undefined, 1000);
    say("up");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  let acted = false;
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
    if (acted || !said.includes("up\n")) return;
    acted = true;
    act((signal) => child.kill(signal));
  });
  const [code] = await once(child, "exit");
  return { code, said: said.split("\n").filter(Boolean) };
}

const THREE = `
  onShutdown("database", async () => { say("database"); });
  onShutdown("buffers", async () => { await new Promise((r) => setTimeout(r, 50)); say("buffers"); });
  onShutdown("listener", () => say("listener"));`;

describe("a shutdown", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "closes what was opened last first on %s, and ends well",
    async (signal) => {
      const { code, said } = await run(THREE, (kill) => kill(signal));
      expect(said).toEqual(["up", "listener", "buffers", "database"]);
      expect(code).toBe(0);
    },
  );

  test("takes the two signals of one Ctrl-C for one", async () => {
    const { code, said } = await run(THREE, (kill) => {
      kill("SIGINT");
      setTimeout(() => kill("SIGINT"), 10);
    });
    expect(said).toEqual(["up", "listener", "buffers", "database"]);
    expect(code).toBe(0);
  });

  test("ends at once on a later second signal", async () => {
    const { code, said } = await run(`${THREE} onShutdown("stuck", () => new Promise(() => undefined));`, (kill) => {
      kill("SIGTERM");
      setTimeout(() => kill("SIGTERM"), 1_200);
    });
    expect(said).toEqual(["up"]);
    expect(code).toBe(1);
  });

  test("goes on without a step that fails or takes too long, and says so with its exit code", async () => {
    const broken = `${THREE}
      onShutdown("stuck", () => new Promise(() => undefined), 50);
      onShutdown("broken", () => { throw new Error("no"); });`;
    const { code, said } = await run(broken, (kill) => kill("SIGTERM"));
    expect(said).toEqual(["up", "listener", "buffers", "database"]);
    expect(code).toBe(1);
  });

  test("is bounded as a whole, however many steps hang, and lets each of them begin", async () => {
    const names = Array.from({ length: 4 }, (_, n) => `step ${n}`);
    const stuck = names.map(
      (name) => `onShutdown("${name}", () => { say("${name}"); return new Promise(() => {}); });`,
    );
    let began = 0;
    const { code, said } = await run(
      stuck.join("\n"),
      (kill) => {
        began = Date.now();
        kill("SIGTERM");
      },
      "1_000",
    );
    expect(said).toEqual(["up", ...names.toReversed()]);
    expect(code).toBe(1);
    // One second, and half a second for each of the three that come after it.
    expect(Date.now() - began).toBeLessThan(8_000);
  });

  test.each([
    ["an exception", `throw error;`],
    ["a rejection", `void Promise.reject(error);`],
  ])("does not follow %s that says that a disk is full", async (_, fails) => {
    const error = `const error = Object.assign(new Error("no"), { code: "ENOSPC", syscall: "write" });`;
    const failing = `setTimeout(() => { ${error} setTimeout(() => say("alive"), 50); ${fails} }, 50);`;
    const waits = `setTimeout(() => process.kill(process.pid, "SIGTERM"), 500);`;
    const { code, said } = await run(`${THREE} ${failing} ${waits}`);
    expect(said).toEqual(["up", "alive", "listener", "buffers", "database"]);
    expect(code).toBe(0);
  });

  test.each([
    ["an exception", `setTimeout(() => { throw new Error("no"); }, 50);`],
    ["a rejection", `setTimeout(() => { void Promise.reject(new Error("no")); }, 50);`],
  ])("follows %s nobody caught, with exit code 1", async (_, body) => {
    const { code, said } = await run(`${THREE} ${body}`);
    expect(said).toEqual(["up", "listener", "buffers", "database"]);
    expect(code).toBe(1);
  });

  test.each([
    ["a full disk", `Object.assign(new Error("no"), { code: "53100", severity: "ERROR" })`],
    ["a wrong statement", `Object.assign(new Error("no"), { code: "42P01", severity: "ERROR" })`],
    ["a network that leads nowhere", `Object.assign(new Error("no"), { code: "EHOSTUNREACH" })`],
  ])("does not follow %s of the database that nobody waited for", async (_, error) => {
    const failing = `setTimeout(() => { void Promise.reject(${error}); setTimeout(() => say("alive"), 50); }, 50);`;
    const waits = `setTimeout(() => process.kill(process.pid, "SIGTERM"), 500);`;
    const { code, said } = await run(`${THREE} ${failing} ${waits}`);
    expect(said).toEqual(["up", "alive", "listener", "buffers", "database"]);
    expect(code).toBe(0);
  });
});
