import { readlinkSync } from "node:fs";
import { getPriority } from "node:os";
import { serveTasks } from "@/lib/kit/worker-tasks";

/** Tasks that take too much of something, for tests of the pool. */
serveTasks(
  {
    add: (a: number, b: number) => a + b,
    niceness: () => {
      const [, thread] = /\/task\/(\d+)$/.exec(readlinkSync("/proc/thread-self")) ?? [];
      return [getPriority(Number(thread)), getPriority(process.pid)];
    },
    lengthOf: (bytes: Uint8Array) => bytes.length,
    wait: (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
    spin: () => {
      for (;;);
    },
    explode: () => /(a+)+$/.test(`${"a".repeat(60)}b`),
    fill: () => {
      const all: string[][] = [];
      for (;;) all.push(Array.from({ length: 10_000 }, (_, index) => `${index} of many`));
    },
    fail: () => {
      throw new TypeError("no");
    },
    leave: () => process.exit(3),
  },
  (error) => (error instanceof Error ? error.message : "?"),
);
