/**
 * Minutes that zones of these names are ahead of UTC, as they are used in dates of feeds. Names that several zones share,
 * such as IST, are left out, except those of RFC 822.
 */
const ZONES: Record<string, number> = {
  ...{ UT: 0, UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 60, BST: 60 },
  ...{ CET: 60, CEST: 120, MEZ: 60, MESZ: 120, EET: 120, EEST: 180, MSK: 180, TRT: 180, SAST: 120 },
  ...{ NST: -210, NDT: -150, AST: -240, ADT: -180, EST: -300, EDT: -240, CST: -360, CDT: -300 },
  ...{ MST: -420, MDT: -360, PST: -480, PDT: -420, AKST: -540, AKDT: -480, HST: -600, BRT: -180, ART: -180 },
  ...{ JST: 540, KST: 540, HKT: 480, SGT: 480, WIB: 420, AWST: 480, ACST: 570, ACDT: 630, AEST: 600, AEDT: 660 },
  ...{ NZST: 720, NZDT: 780 },
};

const WINTER = ["WET", "CET", "MEZ", "EET", "EST", "CST", "MST", "PST", "AST", "AKST"];
const SUMMER = ["WEST", "BST", "CEST", "MESZ", "EEST", "EDT", "CDT", "MDT", "PDT", "ADT", "AKDT"];

/** Minutes ahead of UTC of a zone as a date writes it: +02:00, -0330, GMT+2, CEST. Undefined when it is not known. */
export function zoneOffset(zone: string): number | undefined {
  const name = zone.trim().toUpperCase();
  const match = /^(?:GMT|UTC|UT)?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?$/.exec(name);
  if (match === null) return Object.hasOwn(ZONES, name) ? ZONES[name] : undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 14 * 60) return undefined;
  return match[1] === "+" ? minutes : -minutes;
}

/** Whether a zone is named by its winter name in summer, or the other way round; months around the change count as neither. */
export function isOutOfSeason(zone: string, month: number): boolean {
  const name = zone.trim().toUpperCase();
  if (WINTER.includes(name)) return month >= 4 && month <= 9;
  return SUMMER.includes(name) && (month <= 2 || month === 12);
}
