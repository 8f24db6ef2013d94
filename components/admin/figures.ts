/** A whole number for reading: 1,204 up to 88.1k. */
export function figure(value: number): string {
  if (value < 100_000) return value.toLocaleString("en");
  return Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** A figure with its noun in the right number. */
export const counted = (value: number, noun: string): string => `${figure(value)} ${value === 1 ? noun : `${noun}s`}`;

/** Milliseconds with as many digits as matter. */
export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** Seconds in the two largest units: 3 d 4 h, 12 min 5 s. */
export function duration(seconds: number): string {
  const units: [string, number][] = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ];
  const at = units.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  const parts = units.slice(at === -1 ? 3 : at).map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return `${count} ${name}`;
  });
  return parts.slice(0, 2).join(" ");
}

/** A share in percent; a dash while there is nothing to share. */
export const share = (part: number, rest: number): string =>
  part + rest === 0 ? "–" : `${Math.round((part / (part + rest)) * 100)} %`;
