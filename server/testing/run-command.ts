import { spawn } from "node:child_process";

type Command = { code: number | null; said: string };

/** `throng …` of the built server, as whoever looks after the instance types it; `env` says which one. */
export function runCommand(words: string[], env: Record<string, string>): Promise<Command> {
  const child = spawn(process.execPath, ["scripts/throng.mjs", ...words], {
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: "", SECRET_KEY: "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((done) => child.once("close", (code) => done({ code, said: said.trim() })));
}
