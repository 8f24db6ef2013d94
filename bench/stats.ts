/** The middle of some figures. */
export function median(figures: number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The figure that `share` (0 to 1) of them do not exceed. */
export function percentile(figures: number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** `ours[i] / theirs[i]` of each round. */
export const ratios = (ours: number[], theirs: number[]): number[] =>
  ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN));

/** Times that chance is asked. */
const DRAWS = 10_000;

/**
 * Whether what was measured side by side differs by more than chance: the median of `other[i] - one[i]`, its 95 % bootstrap
 * interval, and `p` of a sign-flip permutation test (the share of random swaps within pairs that lie as far apart).
 */
export function differs(one: number[], other: number[]): { middle: number; low: number; high: number; p: number } {
  const differences = one.map((figure, pair) => (other[pair] ?? Number.NaN) - figure);
  const middle = median(differences);
  let asFar = 0;
  const redrawn: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const swapped = differences.map((difference) => (Math.random() < 0.5 ? difference : -difference));
    if (Math.abs(median(swapped)) >= Math.abs(middle)) asFar++;
    redrawn.push(median(differences.map(() => differences[Math.floor(Math.random() * differences.length)] ?? 0)));
  }
  return { middle, low: percentile(redrawn, 0.025), high: percentile(redrawn, 0.975), p: (asFar + 1) / (DRAWS + 1) };
}
