import { request } from "node:http";
import { join } from "node:path";
import { MADE } from "./build";
import { options } from "./options";
import { probeSocket } from "./probe-socket";

type Usage = { cpu: NodeJS.CpuUsage; memory: NodeJS.MemoryUsage };

export type Probe = {
  /** Milliseconds of CPU the process has used, over all its threads. */
  cpuMs: () => Promise<number>;
  /** Resident memory in bytes, after a garbage collection when `settled`. */
  rss: (settled?: boolean) => Promise<number>;
  /** Takes a CPU profile while `work` runs and writes it to `file`. */
  profile: <T>(file: string, work: () => Promise<T>) => Promise<T>;
};

/** Reads what process `pid`, started with the probe, has used. */
export function probeOf(pid: number): Probe {
  const usage = () => ask<Usage>(pid, "usage");
  return {
    cpuMs: async () => {
      const { cpu } = await usage();
      return (cpu.user + cpu.system) / 1000;
    },
    rss: async (settled = false) => {
      if (settled) await ask(pid, "gc");
      return (await usage()).memory.rss;
    },
    profile: async (file, work) => {
      await ask(pid, "profile");
      try {
        return await work();
      } finally {
        await ask(pid, "profiled", file);
      }
    },
  };
}

/** Takes a CPU profile of `work` where the command line asks for it, and says where it lies. */
export async function profiled<T>(probe: Probe, name: string, work: () => Promise<T>): Promise<T> {
  if (!options.profile) return work();
  const file = join(MADE, `${name.replaceAll(/\W+/g, "-")}-${Date.now()}.cpuprofile`);
  console.log(`  profile: ${file}`);
  return probe.profile(file, work);
}

function ask<T>(pid: number, action: string, detail = ""): Promise<T> {
  return new Promise((resolve, reject) => {
    const path = `/${action}?detail=${encodeURIComponent(detail)}`;
    const asking = request({ socketPath: probeSocket(pid), path, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve(JSON.parse(text) as T));
    });
    asking.on("error", reject).end();
  });
}
