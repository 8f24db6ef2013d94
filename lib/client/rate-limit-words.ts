export const SPAN_UNITS = [
  { value: "86400", label: "days", one: "day" },
  { value: "3600", label: "hours", one: "hour" },
  { value: "60", label: "minutes", one: "minute" },
  { value: "1", label: "seconds", one: "second" },
] as const;

/** A span as a count of the largest unit that fits: 5 and "60" for 300 seconds. */
export function inUnits(seconds: number): { count: number; unit: (typeof SPAN_UNITS)[number] } {
  const unit = SPAN_UNITS.find(({ value }) => seconds % Number(value) === 0) ?? SPAN_UNITS[3];
  return { count: seconds / Number(unit.value), unit };
}

/** A limit in words: 60 per minute, 5 per 5 minutes. */
export function quotaWords({ limit, windowSeconds }: { limit: number; windowSeconds: number }): string {
  const { count, unit } = inUnits(windowSeconds);
  return `${limit.toLocaleString("en")} per ${count === 1 ? unit.one : `${count} ${unit.label}`}`;
}
