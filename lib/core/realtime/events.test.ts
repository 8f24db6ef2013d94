import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { ChannelKind, EventDefinition } from "@/lib/shared/define-event";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** The program's own files, with what they say. */
const sources = ["app", "components", "lib", "server"]
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|(^|\/)testing(\/|\.ts$)/.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

/** Paths of the files that hold something, other than `home`. */
const holding = (pattern: RegExp, home: string): string[] =>
  sources.filter(({ path, text }) => path !== home && pattern.test(text)).map(({ path }) => path);

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === "object" && value !== null && "audience" in value && "transient" in value;

async function declared(): Promise<EventDefinition[]> {
  const files = sources.filter(({ path }) => basename(path) === "events.ts");
  const modules = await Promise.all(files.map(({ path }) => import(join(ROOT, path)) as Promise<object>));
  return modules.flatMap((module) => Object.values(module).filter(isEvent));
}

test("are declared in the events.ts of whoever publishes them, each name once", async () => {
  const places = holding(/\bdefineEvent\(/, "lib/shared/define-event.ts");
  expect(places.filter((path) => basename(path) !== "events.ts")).toEqual([]);
  const names = (await declared()).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(names).toEqual(expect.arrayContaining(["message:new", "notification:new", "presence", "session:ended"]));
});

test("have kinds of channels that no two of them share by name alone", async () => {
  const kinds = new Map<string, ChannelKind>();
  for (const { audience } of await declared()) {
    for (const one of audience) expect(kinds.set(one.kind, kinds.get(one.kind) ?? one).get(one.kind)).toBe(one);
  }
});

test("go out by the functions that take a declared event, and by no other way", () => {
  expect(holding(/\bpublish(Here)?\(\s*(LIVE|LIVE_HERE|["'`]live)/, "lib/core/realtime/publish.ts")).toEqual([]);
  expect(holding(/\b(io|socket|connection)\.(emit|send)\(\s*["'`]/, "")).toEqual([]);
});

test("have words for whoever subscribes by webhook, and those that tell of nothing stored can't be subscribed to", async () => {
  for (const { name, webhook, transient } of await declared()) {
    if (webhook !== undefined)
      expect({ name, webhook, transient }).toEqual({ name, webhook: expect.stringMatching(/\.$/), transient: false });
  }
});
