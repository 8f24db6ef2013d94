import { fork } from "node:child_process";
import { pathToFileURL } from "node:url";
import { processFile } from "./build";
import { type Probe, probeOf } from "./probe";
import type { Call, Commands, Reply } from "./processes/answer";

/** A helper process: its commands as functions. */
export type Child<C extends Commands> = {
  call: <N extends keyof C & string>(name: N, ...input: Parameters<C[N]>) => Promise<Awaited<ReturnType<C[N]>>>;
  probe: Probe;
  stop: () => Promise<void>;
};

/** Node options that load the probe into a process. */
export const PROBED = `--import=${pathToFileURL(processFile("probe")).href}`;

/** Starts the helper process `name`, whose commands are `C`. It ends with this process. */
export function startChild<C extends Commands>(name: string): Child<C> {
  const child = fork(processFile(name), { execArgv: [PROBED] });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let last = 0;
  child.on("message", ({ id, value, error }: Reply) => {
    if (error === undefined) waiting.get(id)?.resolve(value as never);
    else waiting.get(id)?.reject(new Error(`${name}: ${error}`));
    waiting.delete(id);
  });
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended`));
  });
  return {
    call: (command, input?: unknown) =>
      new Promise((resolve, reject) => {
        const call: Call = { id: ++last, name: command, input };
        waiting.set(call.id, { resolve, reject });
        child.send(call);
      }),
    probe: probeOf(child.pid ?? 0),
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
