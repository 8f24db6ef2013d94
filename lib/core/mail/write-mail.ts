import { env } from "@/lib/kit/env";
import type { Mail } from "@/lib/kit/mail";

export type MailText = {
  to: string;
  subject: string;
  /** Paragraphs of plain text. */
  lines: string[];
  /** The one thing to do, if there is one: a label and a path inside this instance. */
  action?: { label: string; path: string };
  /** A sentence in small print, and a link after it. */
  note?: { text: string; label: string; path: string };
};

/** Writes a mail as text and as HTML that needs nothing from elsewhere. What members wrote is escaped. */
export function writeMail({ to, subject, lines, action, note }: MailText): Mail {
  const link = action && `${baseUrl()}${action.path}`;
  const ending = note ? [`${note.text} ${note.label}: ${baseUrl()}${note.path}`] : [];
  const text = [...lines, ...(action ? [`${action.label}: ${link}`] : []), "Throng", ...ending].join("\n\n");
  const body = lines.map((line) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`).join("");
  const button =
    action && link
      ? `<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="background:#1f5f4a;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none">${escapeHtml(action.label)}</a></p>`
      : "";
  const html = `<div style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;color:#1c1c1c">${body}${button}${note ? smallPrint(note) : ""}</div>`;
  return { to, subject: subject.replaceAll(/[\r\n]+/g, " "), text, html };
}

const smallPrint = ({ text, label, path }: NonNullable<MailText["note"]>): string =>
  `<p style="margin:32px 0 0;font-size:13px;color:#6b6b6b">${escapeHtml(text)} <a href="${escapeHtml(baseUrl() + path)}" style="color:#6b6b6b">${escapeHtml(label)}</a></p>`;

/** Where this instance is reached, for links in mails. */
export const baseUrl = (): string => env().PUBLIC_URL ?? `http://localhost:${env().PORT}`;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
