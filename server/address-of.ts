import type { IncomingHttpHeaders } from "node:http";
import { clientAddress } from "@/lib/kit/address";

/** The client's address: the peer's, or what trusted proxies say of it. */
export function addressOf(remote: string | undefined, headers: IncomingHttpHeaders): string {
  const forwarded = headers["x-forwarded-for"];
  return clientAddress(remote ?? "", Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null));
}
