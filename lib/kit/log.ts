import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pino, { type Logger } from "pino";
import pretty from "pino-pretty";
import { env } from "./env";
import { type LogTrouble, openLogFile } from "./log-file";
import { remember } from "./remember";

export type { Logger };

/** Paths whose values never reach a log line. */
const SECRETS = ["password", "token", "secret", "authorization", "cookie", "set-cookie"].flatMap((name) => [
  `["${name}"]`,
  `*["${name}"]`,
  `*.*["${name}"]`,
]);

/** Bytes that wait at most for a standard output that takes none: what comes then is lost. */
const SCREEN_WAITING_MAX = 1_000_000;

/**
 * The process's logger, which never fails: JSON lines in DATA_DIR/logs/throng.log and on standard output (readable text on a terminal).
 * Log with an object first: `log().info({ userId }, "account created")`.
 */
export const log = (): Logger =>
  remember("log", () => {
    const { LOG_LEVEL: level, DATA_DIR, NODE_ENV } = env();
    const options = { level, redact: { paths: SECRETS, censor: "[hidden]" }, base: { pid: process.pid } };
    const screen = process.stdout.isTTY
      ? pretty({ colorize: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss" })
      : pino.destination({ fd: 1, sync: true, maxLength: SCREEN_WAITING_MAX });
    // Standard output may be a file on a full disk: what it does not take must not end the process.
    screen.on("error", () => undefined);
    if (NODE_ENV === "test") return pino(options, screen);
    const folder = join(DATA_DIR, "logs");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openLogFile({
      path: join(folder, "throng.log"),
      onTrouble: (trouble) => process.nextTick(tell, trouble),
    });
    process.once("exit", () => file.flushSync());
    return pino(
      options,
      pino.multistream([
        { level, stream: screen },
        { level, stream: file },
      ]),
    );
  });

function tell(trouble: LogTrouble): void {
  if ("error" in trouble) {
    log().error({ event: "log_failed", err: trouble.error }, "the log file can't be written: its lines wait in memory");
  } else log().warn({ event: "log_written", lost: trouble.lost }, "the log file is written again");
}
