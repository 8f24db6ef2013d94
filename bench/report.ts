import { median } from "./stats";

type Goal = { atLeast: number } | { atMost: number };

/** Begins a part of the report. */
export const section = (title: string): void => console.log(`\n${title}`);

/** Reports the median of what the rounds showed, with the span from the lowest to the highest. */
export function report(what: string, figures: number[], unit: string, goal?: Goal): void {
  const middle = median(figures);
  const span = figures.length > 1 ? `(${show(Math.min(...figures))} to ${show(Math.max(...figures))})` : "";
  const value = `${show(middle)} ${unit}`.trim();
  console.log(`  ${what.padEnd(58)}  ${value.padStart(14)}  ${span.padEnd(22)}  ${verdict(middle, goal)}`.trimEnd());
}

function verdict(value: number, goal: Goal | undefined): string {
  if (!goal) return "";
  const [sign, limit, met] =
    "atLeast" in goal ? ["≥", goal.atLeast, value >= goal.atLeast] : ["≤", goal.atMost, value <= goal.atMost];
  return `goal ${sign} ${limit.toLocaleString("en")}: ${met ? "met" : "missed"}`;
}

function show(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toPrecision(3);
}
