// Begins first: it runs every check on a copy of the checkout.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECKS, runCheck } from "./checking/checks";
import type { Outcome } from "./checking/run";
import { AGAINST_SCHEMAS, AGAINST_THE_ARROW, FORMS, WITH_THE_ARROW } from "./lint/plantings";

const ROOT = join(import.meta.dirname, "..");
const COPIED = [
  ...["app", "bench", "components", "e2e", "lib", "prisma", "scripts", "server"],
  ...[".gitignore", ".oxlintrc.json", "biome.json", "knip.json", "lefthook.yml", "next.config.ts", "package.json"],
  "package-lock.json",
  ...["playwright.config.ts", "postcss.config.mjs", "prisma.config.ts", "tsconfig.json", "vitest.config.ts"],
];

let copy = "";
const planted: string[] = [];

function plant(path: string, text: string): string {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
  planted.push(join(copy, path));
  return path;
}

function weed(): void {
  for (const path of planted.splice(0)) rmSync(path);
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "throng check "));
  for (const path of COPIED) {
    if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a check on the copy; `options` only change how it speaks. */
const step = (title: string, ...options: string[]): Promise<Outcome> => {
  const check = CHECKS.find((one) => one.title === title);
  if (!check) throw new Error(`there is no check called ${title}`);
  return runCheck(copy, { ...check, programs: check.programs.map((program) => [...program, ...options]) });
};

describe("lint", () => {
  /** Rules that refused something, by file and line (`lib/kit/a.ts:3`). */
  const refused = new Map<string, string[]>();
  const against = new Map<string, string>();
  const along = new Map<string, string>();

  function plantForms(file: string, to: string): void {
    plant(
      file,
      `${Object.values(FORMS)
        .map((write) => write(to))
        .join("\n")}\n`,
    );
    for (const [line, form] of Object.keys(FORMS).entries())
      against.set(`${file} → ${to} (${form})`, `${file}:${line + 1}`);
  }

  beforeAll(async () => {
    for (const [index, [from, to]] of AGAINST_THE_ARROW.entries()) plantForms(`${from}/planted-${index}.ts`, to);
    for (const [index, [from, to]] of AGAINST_SCHEMAS.entries()) {
      plantForms(`${from}-${index}/${index % 2 ? "types" : "schemas"}.ts`, to);
    }
    for (const [index, [from, to]] of WITH_THE_ARROW.entries()) {
      const file = `${from}/planted-along-${index}.ts`;
      along.set(`${from} → ${to}`, plant(file, `${FORMS.import?.(to)}\nexport const used = planted;\n`));
    }
    plant("lib/core/health/planted-name.ts", 'export const roomId = "1";\n');
    plant("lib/shared/planted-list.ts", 'export const types = ["account", "mention"];\n');
    plant("lib/client/planted-path.ts", 'export const href = "/rooms/1";\n');
    plant("components/layout/planted-text.tsx", "export const Planted = () => <p>Your quizzes</p>;\n");
    plant("server/planted-channel.ts", `export const channelOf = (id: string): string => \`room:\${id}\`;\n`);
    plant("lib/kit/planted-floating.ts", "export function go(): void {\n  Promise.resolve(1);\n}\n");
    plant("lib/kit/planted-any.ts", "export const anything = (value: any): string => String(value);\n");
    plant("server/planted-environment.ts", "export const port = process.env.PORT;\n");
    plant("server/planted-environment-2.ts", 'import { env } from "node:process";\nexport const port = env.PORT;\n');
    plant("app/planted-environment.ts", "const { env } = process;\nexport const port = env.PORT;\n");
    plant(
      "lib/client/planted-schema.ts",
      'import { Id } from "@/lib/shared/ids";\nexport const check = Id.safeParse;\n',
    );
    const { ok, output } = await step("lint and import arrow", "--format=unix");
    expect(ok).toBe(false);
    for (const [, place = "", rule = ""] of output.matchAll(/^(.+:\d+):\d+: .*\[Error\/([\w-]+\([\w-]+\))\]$/gm)) {
      refused.set(place, [...(refused.get(place) ?? []), rule]);
    }
  });

  afterAll(weed);

  test("refuses every import against the arrow, in every form", () => {
    const missed = [...against].filter(([, place]) => !refused.get(place)?.includes("throng(arrow)"));
    expect(missed.map(([title]) => title)).toEqual([]);
  });

  test("lets imports along the arrow pass", () => {
    const blamed = [...along].filter(([, file]) => refused.get(`${file}:1`)?.includes("throng(arrow)"));
    expect(blamed.map(([title]) => title)).toEqual([]);
  });

  test.each([
    ["a floating promise", "lib/kit/planted-floating.ts:2", "typescript(no-floating-promises)"],
    ["an any", "lib/kit/planted-any.ts:1", "typescript(no-explicit-any)"],
    ["the environment read by a member", "server/planted-environment.ts:1", "throng(environment)"],
    ["the environment imported", "server/planted-environment-2.ts:1", "throng(environment)"],
    ["the environment taken apart", "app/planted-environment.ts:1", "throng(environment)"],
    ["a name of a feature's in core", "lib/core/health/planted-name.ts:1", "throng(blind)"],
    ["a list that names a feature's type", "lib/shared/planted-list.ts:1", "throng(blind)"],
    ["a feature's path in the client", "lib/client/planted-path.ts:1", "throng(blind)"],
    ["a feature's word in the layout", "components/layout/planted-text.tsx:1", "throng(blind)"],
    ["a feature's channel in the server", "server/planted-channel.ts:1", "throng(blind)"],
    ["a schema in the browser", "lib/client/planted-schema.ts:1", "throng(browser)"],
  ])("refuses %s", (_what, place, rule) => {
    expect(refused.get(place) ?? []).toContain(rule);
  });
});

test("known holes refuses a version older than the list says, and takes the checkout as it is", async () => {
  expect((await step("known holes")).output).toBe("");
  const lock = join(copy, "package-lock.json");
  const text = readFileSync(lock, "utf8");
  const planted = JSON.parse(text) as { packages: Record<string, { version: string }> };
  planted.packages["node_modules/socket.io/node_modules/ws"] = { version: "8.21.0" };
  writeFileSync(lock, JSON.stringify(planted));
  const { ok, output } = await step("known holes");
  writeFileSync(lock, text);
  expect(ok).toBe(false);
  expect(output).toContain("node_modules/socket.io/node_modules/ws: 8.21.0 has a known hole");
});

test("dead code refuses an unused export and an unused file", async () => {
  plant("lib/kit/planted-half-used.ts", "export const used = 1;\nexport const plantedUnused = 2;\n");
  plant("lib/kit/planted-never-used.ts", "export const never = 1;\n");
  plant("scripts/planted.ts", 'import { used } from "@/lib/kit/planted-half-used";\n\nconsole.log(used);\n');
  const { ok, output } = await step("dead code");
  expect(ok).toBe(false);
  expect(output).toMatch(/plantedUnused\s+lib\/kit\/planted-half-used\.ts/);
  expect(output).toMatch(/planted-never-used\.ts/);
});

test("format refuses a line that is not as biome writes it", async () => {
  plant("lib/kit/planted-format.ts", "export const  one = 1\n");
  const { ok, output } = await step("format");
  expect(ok).toBe(false);
  expect(output).toContain("lib/kit/planted-format.ts");
});

test("types refuse a wrong type", async () => {
  plant("lib/kit/planted-type.ts", 'export const one: number = "one";\n');
  const { ok, output } = await step("types");
  expect(ok).toBe(false);
  expect(output).toMatch(/lib\/kit\/planted-type\.ts\(1,14\): error TS2322/);
});
