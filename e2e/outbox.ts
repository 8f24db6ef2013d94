import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { RunningServer } from "@/server/testing/run-server";

/** The path of the link in the newest mail to `email` whose subject is `subject`. Waits for the mail. */
export async function linkIn(server: RunningServer, email: string, subject: string): Promise<string> {
  const mail = () => mailTo(server, email, subject);
  await expect.poll(mail, { message: `a mail “${subject}” to ${email}` }).toBeDefined();
  const link = /https?:\/\/[^/\s]+(\/(?:(?:reset-password|confirm-email)\/[\w-]+|forgot-password))/.exec(
    (await mail()) ?? "",
  )?.[1];
  if (!link) throw new Error("There is no link in this mail.");
  return link;
}

async function mailTo(server: RunningServer, email: string, subject: string): Promise<string | undefined> {
  const folder = join(server.dataDir, "outbox");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
  const newestFirst = names.sort((a, b) => b.localeCompare(a));
  const mails = await Promise.all(newestFirst.map(async (name) => plain(await readFile(join(folder, name), "utf8"))));
  return mails.find((mail) => mail.includes(`To: ${email}`) && mail.includes(`Subject: ${subject}`));
}

/** Undoes the soft line breaks and escapes of quoted-printable. */
const plain = (mail: string): string =>
  mail
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
