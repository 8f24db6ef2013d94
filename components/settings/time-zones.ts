import { currentZone } from "@/lib/shared/time-zones";

export type ZoneItem = { value: string; label: string; note?: string };

const MINUTES_AN_HOUR = 60;

/** How far a zone is from UTC at `now`, in minutes. */
export function offsetOf(timeZone: string, now: Date): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(now);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const distance = Number(hours) * MINUTES_AN_HOUR + Number(minutes);
  return sign === "-" ? -distance : distance;
}

/** An offset in words: UTC, UTC+1, UTC−3:30. */
export function offsetWords(offset: number): string {
  if (offset === 0) return "UTC";
  const distance = Math.abs(offset);
  const minutes = distance % MINUTES_AN_HOUR;
  const tail = minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`;
  return `UTC${offset < 0 ? "−" : "+"}${Math.floor(distance / MINUTES_AN_HOUR)}${tail}`;
}

/** The words for a zone: America/New York. */
export const zoneWords = (zone: string): string => currentZone(zone).replaceAll("_", " ");

/** The device's own zone first, as the empty value, then every zone this browser knows. */
export function zoneItems(device: string, chosen: string | null, now = new Date()): ZoneItem[] {
  const known = new Set(["UTC", ...Intl.supportedValuesOf("timeZone").map(currentZone)]);
  if (chosen) known.add(currentZone(chosen));
  const items = [...known].sort().map((zone) => ({
    value: zone,
    label: zoneWords(zone),
    note: offsetWords(offsetOf(zone, now)),
  }));
  return [{ value: "", label: `As this device (${zoneWords(device)})` }, ...items];
}
