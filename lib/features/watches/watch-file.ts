import { generateOpml, type Opml, parseOpml } from "feedsmith";
import { z } from "zod";
import { parseInput } from "@/lib/core/verb/verb";
import { invalid, isAppError } from "@/lib/shared/errors";
import { CarriedWatch } from "./transfer-schemas";
import { NAME_MAX } from "./watch-schemas";

const FORMAT = "throng-watches";

/** A file names at most so many watches, and an OPML nests them so deeply. */
const ENTRIES_MAX = 1_000;
const DEPTH_MAX = 20;

/** An entry of a file: a watch, or why it is none. */
export type Entry = { name: string; url: string } & ({ watch: CarriedWatch } | { why: string });

/** Watches as a JSON file that another instance reads. */
export const writeJson = (watches: CarriedWatch[]): string =>
  `${JSON.stringify({ format: FORMAT, version: 1, watches }, undefined, 2)}\n`;

/** The feeds among watches as OPML, which any feed reader reads. */
export const writeOpml = (watches: CarriedWatch[]): string =>
  generateOpml({
    head: { title: "Watches" },
    body: {
      outlines: watches
        .filter(({ recipe }) => recipe.kind === "feed")
        .map(({ name, url }) => ({ text: name, title: name, type: "rss", xmlUrl: url })),
    },
  });

const File = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  watches: z.array(z.unknown()).max(ENTRIES_MAX),
});
const Named = z.object({ name: z.string().catch(""), url: z.string().catch("") }).catch({ name: "", url: "" });

/** @throws invalid_input on `text` when it is no such file */
export function readJson(text: string): Entry[] {
  const { data: file } = File.safeParse(parsed(() => JSON.parse(text)));
  if (!file) return invalid("text", "is not a file of watches");
  return file.watches.map((raw) => {
    const { name, url } = Named.parse(raw);
    return entryOf(name.slice(0, NAME_MAX), url.slice(0, 2_000), raw);
  });
}

type Outline = Opml.Outline<string>;

/** The feeds that an OPML file names, however they are grouped. @throws invalid_input on `text` when it is none */
export function readOpml(text: string): Entry[] {
  const file = parsed(() => parseOpml(text.replace(/<!DOCTYPE[^>[]*(\[[^\]]*\])?[^>]*>/i, "")));
  if (!file) return invalid("text", "is not an OPML file");
  const feeds = flatten(file.body?.outlines ?? [], 0);
  return feeds.slice(0, ENTRIES_MAX).map(({ title, text: label, xmlUrl = "" }) => {
    const name = (title || label || xmlUrl).trim().slice(0, NAME_MAX);
    return entryOf(name, xmlUrl, { name, url: xmlUrl, recipe: { kind: "feed" } });
  });
}

const flatten = (outlines: Outline[], depth: number): Outline[] =>
  outlines.flatMap((outline) => [
    ...(outline.xmlUrl ? [outline] : []),
    ...(depth < DEPTH_MAX ? flatten(outline.outlines ?? [], depth + 1) : []),
  ]);

function entryOf(name: string, url: string, raw: unknown): Entry {
  try {
    return { name, url, watch: parseInput(CarriedWatch, raw) };
  } catch (error) {
    if (isAppError(error)) return { name, url, why: error.message };
    throw error;
  }
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
