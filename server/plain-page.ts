type Said = {
  title: string;
  heading: string;
  text: string;
  /** After how many seconds the browser asks again by itself. */
  refresh?: number;
};

/**
 * A page that needs nothing but itself: neither Next, nor a file, nor the database. Its words come from us alone, so they
 * stand in it as they are. Its colours are those of `app/globals.css`.
 */
export const plainPage = ({ title, heading, text, refresh }: Said): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh === undefined ? "" : `<meta http-equiv="refresh" content="${refresh}">\n`}<title>${title} · Throng</title>
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
<h1>${heading}</h1>
<p>${text}</p>
</main>
<a href="">Try again</a>
</body>
</html>
`;
