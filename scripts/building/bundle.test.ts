import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { bundleServer } from "./bundle";

let root: string;
const ROUTE = "app/api/v1/rooms/[roomId]/messages/[name]/route";

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "throng-bundle-"));
  symlinkSync(resolve("node_modules"), join(root, "node_modules"));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] } } }));
  write("lib/shared.ts", 'import pg from "pg";\nexport const shared = { pg };');
  write("server/index.ts", 'import { shared } from "@/lib/shared";\nexport const known: unknown = shared;');
  write(`${ROUTE}.ts`, 'import { shared } from "@/lib/shared";\nexport const GET: unknown = shared;');
  write("lib/deep/count.worker.ts", 'import { shared } from "@/lib/shared";\nexport const counts: unknown = shared;');
  write("lib/deep/testing/slow.worker.ts", "export {};");
  write("dist/app/api/v1/gone/route.js", "");
  write("dist/lib/gone.worker.js", "");
  await bundleServer(root, join(root, "dist"));
});
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const load = async (file: string) =>
  z.record(z.string(), z.unknown()).parse(await import(pathToFileURL(join(root, file)).href));

test("keeps the path of a route file, brackets too, and drops one that is gone", () => {
  expect(existsSync(join(root, `dist/${ROUTE}.js`))).toBe(true);
  expect(existsSync(join(root, `dist/${ROUTE}.js.map`))).toBe(true);
  expect(existsSync(join(root, "dist/app/api/v1/gone/route.js"))).toBe(false);
});

test("gives the server and the routes one copy of a module, and finds npm packages", async () => {
  const server = await load("dist/server/index.js");
  const route = await load(`dist/${ROUTE}.js`);
  expect(server.known).toHaveProperty("pg.Pool");
  expect(route.GET).toBe(server.known);
});

test("gives the file of a worker thread a place of its own, but none for tests, and drops one that is gone", async () => {
  const worker = await load("dist/lib/deep/count.worker.js");
  expect(worker.counts).toHaveProperty("pg.Pool");
  expect(existsSync(join(root, "dist/lib/deep/testing"))).toBe(false);
  expect(existsSync(join(root, "dist/lib/gone.worker.js"))).toBe(false);
});
