import { hearsOthers, processId, publish, RESUMED, subscribe } from "./bus";
import { remember } from "./remember";

/** How often a process says that it is there, and after how long a silence it counts as gone, in milliseconds. */
const BEAT_MS = 5_000;
const GONE_MS = 30_000;
const TOPIC = "peers";

type Word = { process: string; leaves: boolean };

/** When each of the other processes was heard last. */
const heard = () => remember("peers", () => new Map<string, number>());

/** Ids of the processes on the bus, this one among them, in one order for all. While the bus is cut: of those known last. */
export const processes = (): string[] => [processId(), ...heard().keys()].sort();

/** Lets this process be known to the others, and know them. The answered function says goodbye and stops. */
export function keepPeers(): () => void {
  const say = (leaves: boolean) => publish(TOPIC, { process: processId(), leaves } satisfies Word);
  const hear = ({ process, leaves }: Word) => {
    const isNew = !heard().has(process);
    if (leaves) heard().delete(process);
    else heard().set(process, Date.now());
    // Whoever just came need not wait for the next beat.
    if (isNew && !leaves) say(false);
  };
  const stops = [
    subscribe(TOPIC, (word, { local }) => (local ? undefined : hear(word as Word))),
    // Nobody could be heard: their silence begins now.
    subscribe(RESUMED, () => heard().forEach((_, process, all) => all.set(process, Date.now()))),
  ];
  const beat = () => {
    if (hearsOthers()) dropSilent();
    say(false);
  };
  const timer = setInterval(beat, BEAT_MS);
  beat();
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    say(true);
  };
}

function dropSilent(): void {
  for (const [process, at] of heard()) if (at < Date.now() - GONE_MS) heard().delete(process);
}
