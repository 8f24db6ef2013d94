// Begins first: it runs every check on a copy of the checkout.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECKS, runCheck } from "./checking/checks";
import type { Outcome } from "./checking/run";

const ROOT = join(import.meta.dirname, "..");
const COPIED = [
  ...["app", "bench", "components", "e2e", "lib", "prisma", "scripts", "server"],
  ...[".gitignore", ".oxlintrc.json", "biome.json", "knip.json", "lefthook.yml", "next.config.ts", "package.json"],
  ...["playwright.config.ts", "postcss.config.mjs", "prisma.config.ts", "tsconfig.json", "vitest.config.ts"],
];

/** Imports against the arrow: the file they stand in, and what they import. Each is planted in every form. */
const AGAINST_THE_ARROW: [from: string, to: string][] = [
  ["app", "@/server/requests"],
  ["app", "@/prisma/generated/client"],
  ["app", "@/lib/features/rooms/store"],
  ["app", "@/lib/kit/testing/redis"],
  ["app/api/v1", "next/headers"],
  ["app/api/v1", "@/components/ui/cn"],
  ["server", "@/app/page-context"],
  ["server", "@/components/ui/cn"],
  ["server", "@/lib/client/api"],
  ["server", "@/lib/features/rooms/store"],
  ["server", "next/headers"],
  ["components", "@/app/actions/auth"],
  ["components", "@/server/requests"],
  ["components", "@/lib/features/rooms"],
  ["components", "@/lib/features/rooms/store"],
  ["components", "@/lib/core/members/store"],
  ["components", "@/lib/kit/env"],
  ["components", "node:fs"],
  ["lib/client", "@/app/page-context"],
  ["lib/client", "@/components/ui/cn"],
  ["lib/client", "@/lib/features/rooms"],
  ["lib/client", "@/lib/core/accounts/register"],
  ["lib/client", "@/lib/kit/env"],
  ["lib/features/planted", "@/app/page-context"],
  ["lib/features/planted", "@/server/requests"],
  ["lib/features/planted", "@/components/ui/cn"],
  ["lib/features/planted", "@/lib/client/api"],
  ["lib/features/planted", "@/lib/features/rooms"],
  ["lib/features/planted", "@/lib/features/rooms/schemas"],
  ["lib/features/planted", "next/headers"],
  ["lib/core/planted", "@/app/page-context"],
  ["lib/core/planted", "@/server/requests"],
  ["lib/core/planted", "@/components/ui/cn"],
  ["lib/core/planted", "@/lib/client/api"],
  ["lib/core/planted", "@/lib/features"],
  ["lib/core/planted", "@/lib/features/rooms/schemas"],
  ["lib/core/planted", "next-auth"],
  ["lib/kit", "@/app/page-context"],
  ["lib/kit", "@/server/requests"],
  ["lib/kit", "@/lib/client/api"],
  ["lib/kit", "@/lib/features"],
  ["lib/kit", "@/lib/core/context"],
  ["lib/kit", "@/lib/core/members/schemas"],
  ["lib/kit", "next/server"],
  ["lib/shared", "@/lib/kit/env"],
  ["lib/shared", "@/lib/core/context"],
  ["lib/shared", "@/lib/client/api"],
  ["lib/shared", "node:crypto"],
  ["e2e", "@/lib/kit/env"],
  ["bench", "@/app/page-context"],
  ["scripts", "@/app/page-context"],
  ["lib/core", "../kit/env"],
  ["lib/core/planted", "./../../kit/env"],
  ["lib/core/planted", "@/lib/kit/../../server/requests"],
  ["lib/core", "@/lib/core/verb/verb"],
  ["lib/core/planted", "@/lib/core/members/store"],
  ["lib/core/members", "@/lib/core/accounts/store"],
  ["lib/core/engine/sessions", "@/lib/core/verb/verb"],
  ["lib/core/engine/audit", "@/lib/core/engine/activity/track"],
  ["lib/core/engine/rate-limits", "@/lib/core/engine/sessions/store"],
  ["lib/core/verb", "@/lib/core/http/route"],
  ["lib/core/mail", "@/lib/core/notifications/row"],
  ["lib/core/notifications/inbox", "@/lib/core/accounts/store"],
  ["lib/core/settings", "@/lib/core/realtime/hub"],
  ["lib/core/admin", "@/lib/core/features/install"],
];

/** As above, from files whose name makes them browser-safe. */
const AGAINST_SCHEMAS: [from: string, to: string][] = [
  ["lib/core/planted", "@/lib/kit/env"],
  ["lib/core/planted", "@/lib/core/context"],
  ["lib/core/planted", "node:crypto"],
  ["lib/core/planted", "@/lib/features/rooms/schemas"],
  ["lib/features/planted", "@/lib/core/verb/verb"],
  ["lib/features/planted", "@/lib/kit/env"],
];

const WITH_THE_ARROW: [from: string, to: string][] = [
  ["app", "@/components/ui/cn"],
  ["app", "@/lib/features/rooms"],
  ["app", "@/lib/features/rooms/schemas"],
  ["app", "@/lib/core/context"],
  ["app/api/v1", "@/lib/core/http/route"],
  ["server", "@/lib/features"],
  ["server", "@/lib/kit/env"],
  ["components", "@/lib/client/api"],
  ["components", "@/lib/shared/ids"],
  ["components", "@/lib/features/rooms/schemas"],
  ["lib/client", "@/lib/core/members/schemas"],
  ["lib/features/planted", "@/lib/core/verb/verb"],
  ["lib/features/planted", "@/lib/core/members/schemas"],
  ["lib/core/planted", "@/lib/kit/db"],
  ["lib/core/health", "@/lib/core/members/schemas"],
  ["lib/core/accounts/email", "@/lib/core/notifications/row"],
  ["lib/core/engine/sessions", "@/lib/core/engine/audit/audit"],
  ["lib/core/features", "@/lib/core/admin/schemas"],
  ["lib/kit", "@/lib/shared/ids"],
  ["lib/kit", "@/prisma/generated/client"],
  ["e2e", "@/server/testing/client"],
];

/** Every way to import; each stands on a line of its own. */
const FORMS: Record<string, (to: string) => string> = {
  import: (to) => `import * as planted from "${to}";`,
  type: (to) => `import type { Planted } from "${to}";`,
  "for its effects": (to) => `import "${to}";`,
  "export all": (to) => `export * from "${to}";`,
  "export named": (to) => `export { other } from "${to}";`,
  dynamic: (to) => `export const one = await import("${to}");`,
  "dynamic template": (to) => `export const two = await import(\`${to}\`);`,
  "type expression": (to) => `export type Three = import("${to}").Three;`,
  "import equals": (to) => `import four = require("${to}");`,
  require: (to) => `export const five: unknown = require("${to}");`,
};

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
    const missed = [...against].filter(([, place]) => !refused.get(place)?.includes("house(arrow)"));
    expect(missed.map(([title]) => title)).toEqual([]);
  });

  test("lets imports along the arrow pass", () => {
    const blamed = [...along].filter(([, file]) => refused.get(`${file}:1`)?.includes("house(arrow)"));
    expect(blamed.map(([title]) => title)).toEqual([]);
  });

  test.each([
    ["a floating promise", "lib/kit/planted-floating.ts:2", "typescript(no-floating-promises)"],
    ["an any", "lib/kit/planted-any.ts:1", "typescript(no-explicit-any)"],
    ["the environment read by a member", "server/planted-environment.ts:1", "house(environment)"],
    ["the environment imported", "server/planted-environment-2.ts:1", "house(environment)"],
    ["the environment taken apart", "app/planted-environment.ts:1", "house(environment)"],
    ["a name of a feature's in core", "lib/core/health/planted-name.ts:1", "house(blind)"],
    ["a list that names a feature's type", "lib/shared/planted-list.ts:1", "house(blind)"],
    ["a feature's path in the client", "lib/client/planted-path.ts:1", "house(blind)"],
    ["a feature's word in the layout", "components/layout/planted-text.tsx:1", "house(blind)"],
    ["a feature's channel in the server", "server/planted-channel.ts:1", "house(blind)"],
    ["a schema in the browser", "lib/client/planted-schema.ts:1", "house(browser)"],
  ])("refuses %s", (_what, place, rule) => {
    expect(refused.get(place) ?? []).toContain(rule);
  });
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
