/** What is known of it besides, short: the device of a sign-in, the page, the names of settings. */
export function detailWords(details: Record<string, unknown>): string {
  const { browser, system, what, names, ...others } = details;
  if (typeof browser === "string") return typeof system === "string" ? `${browser} on ${system}` : browser;
  if (typeof what === "string") return what;
  if (typeof names === "string") return names;
  return Object.entries(others)
    .map(([name, value]) => `${name}: ${idWords(String(value))}`)
    .join(", ");
}

/** The last digits of an id; any other text as it is. */
export const idWords = (text: string): string =>
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? `…${text.slice(-6)}` : text;

/** Minutes at the axis of a chart: 45m, 1.5h. */
export const minuteTick = (minutes: number): string =>
  minutes === 0 ? "0" : minutes < 60 ? `${minutes}m` : `${Math.round(minutes / 6) / 10}h`;

/** Minutes for reading: 45 min, 3 h 5 min, 10.5 h. */
export function minuteWords(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 60) return `${whole} min`;
  if (whole >= 600) return `${Math.round(whole / 6) / 10} h`;
  return whole % 60 === 0 ? `${whole / 60} h` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}

/** A day such as 2026-11-21, short: 21 Nov. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
