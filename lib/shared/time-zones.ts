/** Names some engines still give to zones that were renamed, as in the backward file of the IANA database. */
const RENAMED: Record<string, string> = {
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
};

/** A zone under the name it has today. */
export const currentZone = (zone: string): string => RENAMED[zone] ?? zone;

/** The one name of a zone, however it was written (`europe/BERLIN`, `US/Eastern`); undefined when there is no such zone. */
export function canonicalZone(text: string): string | undefined {
  try {
    return currentZone(new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone);
  } catch {
    return undefined;
  }
}
