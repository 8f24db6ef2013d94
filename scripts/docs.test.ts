import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const DECISIONS = "docs/decisions";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const isThere = (path: string): boolean => existsSync(join(ROOT, path));
const foldersOf = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "testing")
    .map(({ name }) => name);

const decisions = readdirSync(join(ROOT, DECISIONS)).filter((name) => /^\d{3}-/.test(name));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "lib/README.md",
  "docs/operating.md",
  `${DECISIONS}/README.md`,
].concat(decisions.map((name) => `${DECISIONS}/${name}`));

/** The rows of the table of lib/core, one text. */
const coreTable = (): string => {
  const map = read("lib/README.md");
  return map.slice(map.indexOf("| folder of `core/`"), map.indexOf("## How a feature looks"));
};

test.each(documents)("%s links to files that are there", (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to = ""]) => to);
  expect(links.filter((to) => !isThere(join(dirname(document), to)))).toEqual([]);
});

test.each(documents)("%s names paths that are there", (document) => {
  const named = [...read(document).matchAll(/`((?:app|docs|lib|prisma|scripts|server)\/[\w./[\]()-]+)`/g)];
  expect(named.map(([, path = ""]) => path).filter((path) => !isThere(path))).toEqual([]);
});

test("the map knows every folder of core, and every part of those that have some", () => {
  const table = coreTable();
  const parts = ["engine", "notifications", "accounts"].flatMap((folder) => foldersOf(`lib/core/${folder}`));
  const missing = [...foldersOf("lib/core").map((name) => `${name}/`), ...parts].filter(
    (name) => !table.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});

test("the map names no folder of core that is gone", () => {
  const named = [...coreTable().matchAll(/`([a-z-]+)\/`/g)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "core");
  expect(named.filter((name) => !isThere(`lib/core/${name}`))).toEqual([]);
});

test("every decision says what, why, at what cost, where and whether it holds, and is in the index", () => {
  const index = read(`${DECISIONS}/README.md`);
  expect(decisions.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  const parts = ["**Decision.** ", "**Because.** ", "**Cost.** ", "**Where.** ", "**Status.** "];
  const lacking = decisions.filter((name) => parts.some((part) => !read(`${DECISIONS}/${name}`).includes(part)));
  expect(lacking).toEqual([]);
  expect(new Set(decisions.map((name) => name.slice(0, 3))).size).toBe(decisions.length);
});
