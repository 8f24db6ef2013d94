const QUARTER = 15 * 60_000;

export type LocalTime = { day: string; hour: number };

/**
 * The local day and hour of moments in `timeZone`. Each quarter of an hour is worked out once: no zone changes its clocks
 * within one.
 */
export function localTimes(timeZone: string): (at: number) => LocalTime {
  const known = new Map<number, LocalTime>();
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const read = (at: number): LocalTime => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const [year = "", month = "", day = ""] = ["year", "month", "day"].map((name) => parts.get(name as "year") ?? "");
    return { day: `${year.padStart(4, "0")}-${month}-${day}`, hour: Number(parts.get("hour")) };
  };
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const made = known.get(quarter) ?? read(quarter * QUARTER);
    known.set(quarter, made);
    return made;
  };
}
