/** The oldest version of a package without a known hole, and which hole the one before has. */
export type Minimum = { minimum: string; hole: string };

/** What of a lock file of npm is read: versions by where a package lies. */
export type Lock = { packages?: Record<string, { version?: string }> };

/** A sentence for each package in `lock` that is older than `minimums` say, wherever it lies. */
export function findHoles({ packages = {} }: Lock, minimums: Record<string, Minimum>): string[] {
  return Object.entries(packages).flatMap(([place, { version }]) => {
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    const known = place.includes("node_modules/") && Object.hasOwn(minimums, name) ? minimums[name] : undefined;
    if (!known || version === undefined || !isOlder(version, known.minimum)) return [];
    return [`${place}: ${version} has a known hole (${known.hole}). Update it to ${known.minimum} or later.`];
  });
}

/** Whether a version comes before another (https://semver.org, 11). What stands after `+` says nothing. */
export function isOlder(version: string, than: string): boolean {
  const [own, other] = [version, than].map((text) => /^([\d.]+)(?:-([^+]+))?/.exec(text) ?? []);
  const numbers = compareParts(own?.[1] ?? "", other?.[1] ?? "");
  if (numbers !== 0) return numbers < 0;
  const [early, late] = [own?.[2], other?.[2]];
  if (early === undefined || late === undefined) return early !== undefined && late === undefined;
  return compareParts(early, late) < 0;
}

/** Less than 0 when the first comes first; fewer parts come before more. */
function compareParts(one: string, other: string): number {
  const [left, right] = [one.split("."), other.split(".")];
  for (const [index, part] of left.entries()) {
    const facing = right[index];
    if (facing === undefined) return 1;
    if (part === facing) continue;
    const [a, b] = [Number(part), Number(facing)];
    if (Number.isInteger(a) && Number.isInteger(b)) return a - b;
    // Numbers come before names.
    if (Number.isInteger(a) !== Number.isInteger(b)) return Number.isInteger(a) ? -1 : 1;
    return part < facing ? -1 : 1;
  }
  return left.length - right.length;
}
