import { env } from "@/lib/kit/env";

/** The version of package.json, which a test compares: a bundle cannot read that file. */
const VERSION = "0.1.0";

/** Who asks, and where to complain: Throng/0.1.0 (+https://throng.example). */
export function userAgent(): string {
  const { PUBLIC_URL } = env();
  return PUBLIC_URL ? `Throng/${VERSION} (+${new URL(PUBLIC_URL).href.replace(/\/+$/, "")})` : `Throng/${VERSION}`;
}
