import { hearsOthers, processId, publish, RESUMED, subscribe } from "./bus";
import { remember } from "./remember";

/** How often a process says that it is there, and after how long a silence it counts as gone, in milliseconds. */
const BEAT_MS = 5_000;
const GONE_MS = 30_000;
const TOPIC = "peers";

/** Something that every process tells the others of itself. */
type Part = {
  /** What this process says now, as JSON can hold it. */
  read: () => unknown;
  /** Another process said it; its last word counts. */
  hear: (process: string, value: unknown) => void;
  /** Another process left or fell silent. */
  forget: (process: string) => void;
  /** Said with every so many beats, each unless told otherwise. */
  everyBeats?: number;
};

/** What one process says. */
type Word = { process: string; leaves?: true; parts?: Record<string, unknown> };

/** When each of the other processes was heard last. */
const heard = () => remember("peers", () => new Map<string, number>());
const parts = () => remember("peers-parts", () => new Map<string, Part>());

/** Ids of the processes on the bus, this one among them, in one order for all. While the bus is cut: of those known last. */
export const processes = (): string[] => [processId(), ...heard().keys()].sort();

/**
 * Adds what processes tell each other under `name`: with their beats, and at once when one of them is new or the bus was
 * cut. Call it where a module is loaded, so that every process has it.
 */
export const tellPeers = (name: string, part: Part): void => void parts().set(name, part);

/** Notes that another process gave a sign of life, beside its beats. */
export const noteAlive = (process: string): void => void heard().set(process, Date.now());

/** Lets this process be known to the others, and know them. The answered function says goodbye and stops. */
export function startPeers(): () => void {
  let beats = 0;
  const stops = [
    subscribe(TOPIC, (word) => hear(word as Word)),
    subscribe(RESUMED, () => {
      // Nobody could be heard: their silence begins now.
      for (const process of heard().keys()) noteAlive(process);
      tell();
    }),
  ];
  const timer = setInterval(() => {
    if (hearsOthers()) dropSilent();
    beats++;
    tell(({ everyBeats = 1 }) => beats % everyBeats === 0);
  }, BEAT_MS);
  tell();
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    publish(TOPIC, { process: processId(), leaves: true } satisfies Word);
  };
}

function tell(isDue: (part: Part) => boolean = () => true): void {
  const due = [...parts()].filter(([, part]) => isDue(part));
  const told = Object.fromEntries(due.map(([name, { read }]) => [name, read()]));
  publish(TOPIC, { process: processId(), parts: told } satisfies Word);
}

function hear({ process, leaves, parts: told = {} }: Word): void {
  if (process === processId()) return;
  if (leaves) return drop(process);
  const isNew = !heard().has(process);
  noteAlive(process);
  for (const [name, value] of Object.entries(told)) parts().get(name)?.hear(process, value);
  // Whoever just came need not wait for the next beat.
  if (isNew) tell();
}

function dropSilent(): void {
  for (const [process, at] of heard()) if (at < Date.now() - GONE_MS) drop(process);
}

function drop(process: string): void {
  heard().delete(process);
  for (const part of parts().values()) part.forget(process);
}
