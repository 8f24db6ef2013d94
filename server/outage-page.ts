import type { IncomingMessage, ServerResponse } from "node:http";
import { isDatabaseTroubled } from "@/lib/kit/db-sockets";

/** When a browser asks again by itself, and when others may, in seconds. */
const RETRY_AFTER = 5;

/** What says how an answer is written, or what it would have been. */
const HEADERS_OF_BODY = ["Content-Encoding", "Content-Length", "Transfer-Encoding", "ETag", "Vary"];

/**
 * Turns what fails on `res` while the database is away from Next's 500 into a 503 that says when to come again, and, where
 * a page was asked for, into one that says so to people. Call it before Next gets the request.
 */
export function explainOutage(req: IncomingMessage, res: ServerResponse): void {
  const [writeHead, write, end] = (["writeHead", "write", "end"] as const).map(
    (name) => res[name].bind(res) as (...given: unknown[]) => unknown,
  ) as [Original, Original, Original];
  let explained = false;
  const explain = (): unknown => {
    res.setHeader("Retry-After", String(RETRY_AFTER));
    res.setHeader("Cache-Control", "no-store");
    if (!asksForPage(req)) return writeHead(503);
    explained = true;
    for (const name of HEADERS_OF_BODY) res.removeHeader(name);
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    return writeHead(503);
  };
  const headFirst = () => {
    if (res.statusCode >= 500 && !res.headersSent) res.writeHead(res.statusCode);
  };
  Object.assign(res, {
    writeHead: (status: number, ...rest: unknown[]) =>
      status >= 500 && isDatabaseTroubled() ? explain() : writeHead(status, ...rest),
    write: (...given: unknown[]) => {
      headFirst();
      return explained || write(...given);
    },
    end: (...given: unknown[]) => {
      headFirst();
      return explained ? end(PAGE) : end(...given);
    },
  });
}

type Original = (...given: unknown[]) => unknown;

/** A document, not the data that Next's client asks for. */
const asksForPage = ({ method, headers }: IncomingMessage): boolean =>
  (method === "GET" || method === "HEAD") && !headers.rsc && /text\/html|\*\/\*|^$/.test(headers.accept ?? "");

/** Needs nothing but itself: neither Next, nor a file, nor the database. Its colours are those of `app/globals.css`. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RETRY_AFTER}">
<title>Back in a moment · Throng</title>
<style>
:root {
  color-scheme: light dark;
  --canvas: light-dark(oklch(0.985 0.005 95), oklch(0.19 0.011 172));
  --ink: light-dark(oklch(0.23 0.02 168), oklch(0.945 0.008 120));
  --soft: light-dark(oklch(0.43 0.018 165), oklch(0.79 0.012 150));
  --accent: light-dark(oklch(0.43 0.083 168), oklch(0.79 0.095 165));
  --on-accent: light-dark(oklch(0.99 0.008 165), oklch(0.19 0.03 170));
  --signal: light-dark(oklch(0.565 0.175 36), oklch(0.76 0.145 45));
}
body {
  min-height: 100dvh; margin: 0; padding: 2rem 1.25rem; box-sizing: border-box;
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 0.75rem;
  background: var(--canvas); color: var(--ink); text-align: center;
  font: 0.9375rem/1.45rem ui-sans-serif, system-ui, sans-serif;
}
svg { width: 4rem; fill: var(--accent); }
circle { fill: var(--signal); animation: breathe 1.2s ease-in-out infinite; }
h1 { margin: 0.5rem 0 0; font: 2.25rem/1.15 ui-serif, Georgia, serif; letter-spacing: -0.02em; }
p { max-width: 28rem; margin: 0.75rem auto 0; color: var(--soft); }
a {
  margin-top: 1rem; padding: 0.5rem 1rem; border-radius: 0.5rem;
  background: var(--accent); color: var(--on-accent); font-weight: 500; text-decoration: none;
}
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@keyframes breathe { 50% { opacity: 0.35; } }
@media (prefers-reduced-motion: reduce) { circle { animation: none; } }
</style>
</head>
<body>
<svg viewBox="0 0 32 32" aria-hidden="true">
<path d="M2 29V20a4.25 4.25 0 0 1 8.5 0v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z"/>
<path d="M11.75 29V15a4.25 4.25 0 0 1 8.5 0v14a1 1 0 0 1-1 1h-6.5a1 1 0 0 1-1-1Z"/>
<path d="M21.5 29V18a4.25 4.25 0 0 1 8.5 0v11a1 1 0 0 1-1 1h-6.5a1 1 0 0 1-1-1Z"/>
<circle cx="16" cy="5.25" r="3.25"/>
</svg>
<main>
<h1>Throng is catching its breath…</h1>
<p>It is back in a moment. Nothing you sent before is lost, and this page tries again by itself.</p>
</main>
<a href="">Try again</a>
</body>
</html>
`;
