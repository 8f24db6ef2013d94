type Asked = Record<string, string | string[] | undefined>;

/** A day such as 2026-11-21 of the page's URL; empty when there is none. */
const dayIn = (asked: Asked, name: string): string => {
  const value = asked[name];
  const isDay = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  return isDay ? value : "";
};

/** The span of days (UTC, both included) that a page's URL asks for, and the same as the verbs take it. */
export function spanIn(asked: Asked) {
  const [from, to] = [dayIn(asked, "from"), dayIn(asked, "to")];
  const end = to && new Date(Date.parse(to) + 86_400_000).toISOString();
  const moments = { ...(from && { from: new Date(from).toISOString() }), ...(end && { to: end }) };
  return { from, to, moments };
}

/** A text of the URL, short enough to be one that we made. */
export const textIn = (asked: Asked, name: string): string | undefined => {
  const value = asked[name];
  return typeof value === "string" && value !== "" && value.length <= 100 ? value : undefined;
};
