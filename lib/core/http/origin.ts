import type { Origin } from "@/lib/core/context";
import { env } from "@/lib/kit/env";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Incoming } from "./incoming";

/** Headers by which the server tells route files, across Next, what it knows of a request. Set by the server alone. */
export const ORIGIN_HEADERS = {
  ip: "x-throng-ip",
  requestId: "x-request-id",
  /** There when a browser fetches a page ahead: Next hides its own header about that from pages. */
  ahead: "x-throng-ahead",
  /** The scheme the client used, as Next and next-auth read it too. */
  scheme: "x-forwarded-proto",
} as const;

/** Where a request came from, as the server noted it. */
export function originOf(headers: Pick<Headers, "get">): Origin {
  return {
    ip: headers.get(ORIGIN_HEADERS.ip) ?? "",
    requestId: headers.get(ORIGIN_HEADERS.requestId) ?? newId(),
    userAgent: (headers.get("user-agent") ?? "").slice(0, 400),
  };
}

/** Whether TLS stands between the client and this server: PUBLIC_URL says so, or the server noted it of this request. */
export const isOverTls = (headers: Pick<Headers, "get">): boolean =>
  env().PUBLIC_URL?.startsWith("https://") || headers.get(ORIGIN_HEADERS.scheme) === "https";

/**
 * True when a browser says that another site caused the request. Requests without an Origin (not from a page) pass:
 * they carry no cookie that a visitor could ride on.
 */
export function isForeign(origin: string | null | undefined, host: string | null | undefined): boolean {
  if (!origin) return false;
  if (host && (origin === `http://${host}` || origin === `https://${host}`)) return false;
  if (!URL.canParse(origin)) return true;
  const publicUrl = env().PUBLIC_URL;
  if (publicUrl && new URL(publicUrl).origin === origin) return false;
  return new URL(origin).host !== host;
}

/** @throws bad_origin when another site's page caused a request that changes something */
export function refuseForeign(request: Pick<Incoming, "headers">): void {
  if (isForeign(request.headers.get("origin"), request.headers.get("host"))) fail("bad_origin");
}
