import { randomInt } from "node:crypto";
import { calibrate } from "./noise";
import { options } from "./options";
import { report } from "./report";
import { differs, median } from "./stats";

/** Attempts of each kind. */
export const TURNS = options.rounds > 2 ? 120 : 25;
const WARM_UP = 3;
/** A difference that must be found, so that one that is not found says something, in milliseconds. */
const PLANTED_MS = 10;

/** Accounts that an answer must not tell apart. "another" exists as "existing" does: what chance makes of two of one kind. */
export type Kind = "existing" | "another" | "missing" | "deactivated";
const KINDS: Kind[] = ["existing", "another", "missing", "deactivated"];

/**
 * Whether the time of an answer tells what account it is about. The kinds take turns in an order drawn anew each time;
 * `ask` answers the milliseconds that attempt number `turn` took, and must ask about another account each time.
 */
export async function tellApart(ask: (kind: Kind, turn: number) => Promise<number>): Promise<void> {
  const took: Record<Kind, number[]> = { existing: [], another: [], missing: [], deactivated: [] };
  for (let turn = 0; turn < TURNS + WARM_UP; turn++) {
    if (turn % 10 === 0) calibrate();
    for (const kind of shuffled(KINDS)) {
      const ms = await ask(kind, turn);
      if (turn >= WARM_UP) took[kind].push(ms);
    }
  }
  for (const kind of KINDS) report(`${kind} account`, took[kind], "ms");
  for (const kind of ["missing", "deactivated", "another"] as const) {
    tell(`existing and ${kind}`, took.existing, took[kind]);
  }
  const planted = took.another.map((ms) => ms + PLANTED_MS);
  tell(`existing and another + ${PLANTED_MS} ms, which must be found`, took.existing, planted);
}

/** The number of the world's member that attempt `turn` is about; of "missing" there is none. Even ones are deactivated. */
export const memberOf = (kind: Kind, turn: number): number =>
  turn * 4 + { existing: 1, another: 3, missing: 1, deactivated: 2 }[kind];

function tell(what: string, one: number[], other: number[]): void {
  const { middle, low, high, p } = differs(one, other);
  const apart = median(other) - median(one);
  const words = `${middle.toFixed(2)} ms side by side (95 %: ${low.toFixed(2)} to ${high.toFixed(2)}), p = ${p.toFixed(3)}`;
  console.log(`  ${what.padEnd(58)}  ${words}; medians ${apart.toFixed(2)} ms apart`);
}

function shuffled<T>(items: T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)).flat();
}
