import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { hasHeadlessShell, systemChromium } from "@/server/testing/chromium";
import { run } from "./run";

/** What the tests found to work with; a sentence for the reader where something is missing. */
export type Programs = { chromium: string | undefined; redis: boolean; notes: string[] };

/** Finds Chromium and Redis, and on Debian as root installs what is missing. */
export async function preparePrograms(root: string): Promise<Programs> {
  const missing = [
    ...(hasHeadlessShell() ? [] : ["chromium-headless-shell"]),
    ...((await hasRedis(root)) ? [] : ["redis-server"]),
  ];
  if (missing.length > 0) await installPackages(root, missing);
  if (!findChromium()) await installPackages(root, ["chromium"]);
  if (!findChromium()) await downloadChromium(root);
  const found = { chromium: findChromium(), redis: await hasRedis(root) };
  const notes = [
    found.chromium
      ? `Chromium: ${found.chromium}`
      : "There is no Chromium and none could be installed: no browser tests.",
    found.redis
      ? "Redis: redis-server"
      : "There is no redis-server and none could be installed: its tests are skipped.",
  ];
  return { ...found, notes };
}

/** The system's Chromium, else the one that Playwright has downloaded. */
function findChromium(): string | undefined {
  const own = chromium.executablePath();
  return systemChromium() ?? (existsSync(own) ? own : undefined);
}

const hasRedis = async (root: string): Promise<boolean> => (await run("redis-server", ["--version"], { cwd: root })).ok;

/** Debian's packages, where this user may install them. What fails here shows in what is found afterwards. */
async function installPackages(root: string, packages: string[]): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  console.log(`Installing ${packages.join(" and ")} with apt-get…`);
  const options = { cwd: root, env: { DEBIAN_FRONTEND: "noninteractive" } };
  await run("apt-get", ["update", "-qq"], options);
  for (const name of packages) {
    const fonts = name.startsWith("chromium") ? ["fonts-liberation"] : [];
    const { ok, output } = await run(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", name, ...fonts],
      options,
    );
    if (!ok) console.log(output.slice(-1_000));
  }
}

async function downloadChromium(root: string): Promise<void> {
  console.log("Downloading Chromium with Playwright…");
  const cli = `${root}/node_modules/@playwright/test/cli.js`;
  await run(process.execPath, [cli, "install", "chromium"], { cwd: root });
}
