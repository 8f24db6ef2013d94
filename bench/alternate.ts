import { calibrate } from "./noise";
import { options } from "./options";

/**
 * Lets the contestants take turns, round after round, and answers what each of them showed in the rounds that count: the
 * first one warms up. What disturbs the machine for a while disturbs all of them.
 */
export async function alternate<T>(...contestants: (() => Promise<T>)[]): Promise<T[][]> {
  const shown: T[][] = contestants.map(() => []);
  for (let round = 0; round <= options.rounds; round++) {
    calibrate();
    for (const [place, contestant] of contestants.entries()) {
      const figure = await contestant();
      if (round > 0) shown[place]?.push(figure);
    }
  }
  return shown;
}
