import { isIP } from "node:net";
import { isPublicIp } from "@/lib/kit/safe-fetch/public-ip";

export const URL_MAX = 2_000;

/** An http or https URL as a link of a document leads to it; null when it leads nowhere, or within the document. */
export function resolveUrl(href: string | null | undefined, base: string): string | null {
  const trimmed = href?.trim() ?? "";
  if (trimmed === "" || trimmed.startsWith("#")) return null;
  const url = URL.canParse(trimmed, base) ? new URL(trimmed, base) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  // What stands before an @ looks like the host of another site.
  url.username = "";
  url.password = "";
  return url.href.length <= URL_MAX ? url.href : null;
}

/** A base inside a base, as xml:base and <base> nest; one that cannot be read is passed over. */
export const nestBase = (base: string, ...inner: (string | undefined)[]): string =>
  inner.reduce<string>((outer, one) => (one === undefined ? outer : (resolveUrl(one, outer) ?? outer)), base);

/** As `resolveUrl`, for images: null too when it leads into a private network that the document is not in itself. */
export function resolveImage(src: string | null | undefined, base: string, documentUrl: string): string | null {
  const href = resolveUrl(src, base);
  if (href === null) return null;
  const host = hostOf(href);
  return isPrivate(host) && host !== hostOf(documentUrl) ? null : href;
}

const hostOf = (href: string): string => (URL.canParse(href) ? new URL(href).hostname.replace(/^\[|\]$/g, "") : "");

const isPrivate = (host: string): boolean =>
  isIP(host) !== 0 ? !isPublicIp(host) : host === "localhost" || host.endsWith(".localhost");
