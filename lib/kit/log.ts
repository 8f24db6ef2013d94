import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import pino, { type Logger } from "pino";
import pretty from "pino-pretty";
import { env } from "./env";
import { remember } from "./remember";

export type { Logger };

/** Paths whose values never reach a log line. */
const SECRETS = ["password", "token", "secret", "authorization", "cookie", "set-cookie"].flatMap((name) => [
  `["${name}"]`,
  `*["${name}"]`,
  `*.*["${name}"]`,
]);

/**
 * The process's logger: JSON lines in DATA_DIR/logs/throng.log and on standard output (readable text on a terminal).
 * Log with an object first: `log().info({ userId }, "account created")`.
 */
export const log = (): Logger =>
  remember("log", () => {
    const { LOG_LEVEL: level, DATA_DIR, NODE_ENV } = env();
    const options = { level, redact: { paths: SECRETS, censor: "[hidden]" }, base: { pid: process.pid } };
    const screen = process.stdout.isTTY
      ? pretty({ colorize: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss" })
      : pino.destination({ fd: 1, sync: true });
    if (NODE_ENV === "test") return pino(options, screen);
    const folder = join(DATA_DIR, "logs");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Opened here and not by the stream, which would take a moment: a process that ends at once writes its lines too.
    const file = pino.destination({
      fd: openSync(join(folder, "throng.log"), "a", 0o600),
      sync: false,
      minLength: 4096,
    });
    const flushing = setInterval(() => file.flush(), 1000);
    flushing.unref();
    process.once("exit", () => file.flushSync());
    return pino(
      options,
      pino.multistream([
        { level, stream: screen },
        { level, stream: file },
      ]),
    );
  });
