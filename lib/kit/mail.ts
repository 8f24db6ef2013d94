import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport, type Transporter } from "nodemailer";
import { newId } from "@/lib/shared/ids";
import { env } from "./env";
import { remember } from "./remember";

export type Mail = { to: string; subject: string; text: string; html: string; headers?: Record<string, string> };

/** Connections to the mail server, and how long it may take to answer, in milliseconds. */
const CONNECTIONS = 2;
const PATIENCE_MS = 15_000;

/**
 * Sends a mail through SMTP_URL; without it the mail becomes a file in DATA_DIR/outbox, named by time.
 * Errors: those of the mail server, to be tried again by the job that sends.
 */
export async function sendMail(mail: Mail): Promise<void> {
  const message = { ...mail, from: sender() };
  const { SMTP_URL, DATA_DIR } = env();
  if (SMTP_URL) {
    await server(SMTP_URL).sendMail(message);
    return;
  }
  const made = await createTransport({ streamTransport: true, buffer: true }).sendMail(message);
  await keep(join(DATA_DIR, "outbox"), made.message as Buffer);
}

/** Closes the connections to the mail server. */
export function closeMail(): void {
  const { SMTP_URL } = env();
  if (SMTP_URL) server(SMTP_URL).close();
}

const server = (url: string): Transporter =>
  remember(`mail:${url}`, () => {
    const { protocol, hostname, port, username, password } = new URL(url);
    return createTransport({
      pool: true,
      maxConnections: CONNECTIONS,
      host: hostname,
      port: Number(port) || (protocol === "smtps:" ? 465 : 587),
      secure: protocol === "smtps:",
      auth: username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
    });
  });

function sender(): string {
  const { MAIL_FROM, PUBLIC_URL } = env();
  return MAIL_FROM ?? `Throng <no-reply@${PUBLIC_URL ? new URL(PUBLIC_URL).hostname : "localhost"}>`;
}

/** Appears whole under its final name. */
async function keep(folder: string, message: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${new Date().toISOString().replaceAll(":", "-")}-${newId().slice(-6)}.eml`);
  try {
    await writeFile(`${file}.part`, message, { mode: 0o600 });
    await rename(`${file}.part`, file);
  } catch (error) {
    // Half a mail on a full disk would only take space.
    await rm(`${file}.part`, { force: true });
    throw error;
  }
}
