import { isIP } from "node:net";
import { isPublicIp } from "@/lib/kit/safe-fetch/public-ip";

export const URL_MAX = 2_000;

/** An http or https URL as a link of a document leads to it; null when it leads nowhere, or within the document. */
export const resolveUrl = (href: string | null | undefined, base: string): string | null =>
  resolve(href, base)?.href ?? null;

function resolve(href: string | null | undefined, base: string): URL | null {
  const trimmed = href?.trim() ?? "";
  if (trimmed === "" || trimmed.startsWith("#")) return null;
  const url = parseUrl(trimmed, base);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  // What stands before an @ looks like the host of another site.
  if (url.username !== "" || url.password !== "") [url.username, url.password] = ["", ""];
  return url.href.length <= URL_MAX ? url : null;
}

/** A URL, read once; null when it is none. */
export function parseUrl(written: string, base?: string): URL | null {
  try {
    return new URL(written, base);
  } catch {
    return null;
  }
}

/** A base inside a base, as xml:base and <base> nest; one that cannot be read is passed over. */
export const nestBase = (base: string, ...inner: (string | undefined)[]): string =>
  inner.reduce<string>((outer, one) => (one === undefined ? outer : (resolveUrl(one, outer) ?? outer)), base);

/** As `resolveUrl`, for images: null too when it leads into a private network that the document is not in itself. */
export function resolveImage(src: string | null | undefined, base: string, documentUrl: string): string | null {
  const url = resolve(src, base);
  if (url === null) return null;
  const host = hostOf(url);
  return isPrivate(host) && host !== hostOf(parseUrl(documentUrl)) ? null : url.href;
}

const hostOf = (url: URL | null): string => url?.hostname.replace(/^\[|\]$/g, "") ?? "";

const isPrivate = (host: string): boolean =>
  isIP(host) !== 0 ? !isPublicIp(host) : host === "localhost" || host.endsWith(".localhost");
