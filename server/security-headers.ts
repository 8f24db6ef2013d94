import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/kit/env";
import { remember } from "@/lib/kit/remember";

const HEADERS: [string, string][] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"],
];

/** For answers that are data: nothing in them may ever run or be framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What every answer carries, with the policy of those that are data. HSTS only where PUBLIC_URL says that TLS stands before this server. */
export const dataHeaders = (): Record<string, string> =>
  remember("data-headers", () => ({
    ...Object.fromEntries(HEADERS),
    "Content-Security-Policy": DATA_POLICY,
    ...(env().PUBLIC_URL?.startsWith("https://") && { "Strict-Transport-Security": "max-age=31536000" }),
  }));

/** Sets `dataHeaders` on an answer. */
export function secure(res: ServerResponse): void {
  const headers = dataHeaders();
  for (const name in headers) res.setHeader(name, headers[name] ?? "");
}

/** Gives a page its own nonce, and answers it: in the policy, and in the request, from where Next puts it on its scripts. */
export function securePage(req: IncomingMessage, res: ServerResponse): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy().replaceAll("NONCE", nonce);
  req.headers["x-nonce"] = nonce;
  req.headers["content-security-policy"] = policy;
  res.setHeader("Content-Security-Policy", policy);
  return nonce;
}

/** Styles may stand inline: component libraries place popovers by style attributes, and styles run nothing. */
const pagePolicy = (): string =>
  remember("page-policy", () => {
    const { NODE_ENV, CDN_URL } = env();
    const cdn = CDN_URL ? ` ${new URL(CDN_URL).origin}` : "";
    const reload = NODE_ENV === "development" ? " 'unsafe-eval'" : "";
    return [
      "default-src 'self'",
      `script-src 'self' 'nonce-NONCE' 'strict-dynamic'${reload}`,
      `style-src 'self' 'unsafe-inline'${cdn}`,
      `img-src 'self' data: blob:${cdn}`,
      `font-src 'self'${cdn}`,
      "worker-src 'self'",
      "connect-src 'self' ws: wss:",
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; ");
  });
