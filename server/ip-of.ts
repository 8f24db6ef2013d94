import type { IncomingHttpHeaders } from "node:http";
import { clientIp, normalIp, trustedProxies } from "@/lib/kit/ip";

/** The client's IP: the peer's, or what trusted proxies say of it. */
export function addressOf(remote: string | undefined, headers: IncomingHttpHeaders): string {
  const forwarded = headers["x-forwarded-for"];
  return clientIp(remote ?? "", Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null));
}

/** The scheme the client used: what a trusted proxy says of it, else ours, which is plain. */
export function schemeOf(remote: string | undefined, headers: IncomingHttpHeaders): "http" | "https" {
  if (!trustedProxies()(normalIp(remote ?? "") ?? "")) return "http";
  const [first = ""] = String(headers["x-forwarded-proto"] ?? "").split(",");
  return first.trim().toLowerCase() === "https" ? "https" : "http";
}
