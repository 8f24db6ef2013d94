import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { remember } from "./remember";

/** Runs one script of the engine; throws what PostgreSQL answers. */
export type RunScript = (pool: pg.Pool, script: string) => Promise<unknown>;

const BINDINGS = "@prisma/schema-engine-wasm/schema_engine_bg";

/**
 * Lends Prisma's schema engine (WebAssembly), connected to `url`, to `use`. Scripts go through `runScript`: Prisma's own
 * adapter cuts a script at every semicolon and sends the pieces over different connections.
 */
export async function withSchemaEngine<T>(
  url: string,
  use: (engine: SchemaEngine) => Promise<T>,
  runScript: RunScript = runWhole,
): Promise<T> {
  const { SchemaEngine: Engine } = await loadEngine();
  const connections: SqlDriverAdapter[] = [];
  const engine = await Engine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapterFor(url, runScript, connections)),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
    for (const connection of connections.toReversed()) await connection.dispose();
  }
}

const runWhole: RunScript = (pool, script) => pool.query(script);

function adapterFor(
  url: string,
  runScript: RunScript,
  connections: SqlDriverAdapter[],
): SqlMigrationAwareDriverAdapterFactory {
  const connectTo = async (target: string, onClose?: () => Promise<unknown>): Promise<SqlDriverAdapter> => {
    const pool = poolForEngine(target);
    const adapter = await new PrismaPg(pool).connect();
    const open: SqlDriverAdapter = Object.assign(Object.create(adapter), {
      queryRaw: (query: SqlQuery) => queryWithChars(adapter, query),
      executeScript: async (script: string) => void (await runScript(pool, script)),
      dispose: async () => {
        if (pool.ended) return;
        await pool.end();
        await onClose?.();
      },
    });
    connections.push(open);
    return open;
  };
  return {
    provider: "postgres",
    adapterName: "throng-migrate",
    connect: () => connectTo(url),
    connectToShadowDb: async () => {
      const name = `scratch_${randomBytes(6).toString("hex")}`;
      await runOnce(url, `CREATE DATABASE ${name}`);
      return connectTo(withDatabase(url, name), () => runOnce(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** PostgreSQL's type "char", used in its catalog: the engine wants it as such, Prisma's adapter does not know it. */
const CHAR = 18;
const TEXT = 25;
const charColumns = new WeakMap<unknown[], number[]>();

/** One connection, so that what the engine sets on its session stays there. "char" is passed off as text and noted. */
function poolForEngine(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: "throng-migrate" });
  // A connection lost while idle fails the next statement; unheard, it would end the process.
  pool.on("error", () => undefined);
  const send = pool.query.bind(pool);
  const query = async (statement: pg.QueryConfig) => {
    const result = await send(statement);
    const chars = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
    for (const index of chars) Object.assign(result.fields[index] ?? {}, { dataTypeID: TEXT });
    if (chars.length > 0) charColumns.set(result.rows, chars);
    return result;
  };
  return Object.assign(pool, { query });
}

/** Answers a query of the engine with the noted columns under their true type. */
async function queryWithChars(adapter: SqlDriverAdapter, query: SqlQuery): Promise<SqlResultSet> {
  const result = await adapter.queryRaw(query);
  for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
  return result;
}

/** The URL `url` with another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs one statement on a connection of its own. */
export async function runOnce(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

type Bindings = { SchemaEngine: typeof SchemaEngine; __wbg_set_wasm: (exports: WebAssembly.Exports) => void };

/** Node cannot import WebAssembly as a module yet, so the package's bindings are tied to it here. */
function loadEngine(): Promise<Bindings> {
  return remember("schema-engine", async () => {
    const bindings: Bindings = await import(BINDINGS);
    const { __wbg_set_wasm: setExports } = bindings;
    const path = createRequire(import.meta.url)
      .resolve(BINDINGS)
      .replace(/\.js$/, ".wasm");
    const { instance } = await WebAssembly.instantiate(await readFile(path), {
      "./schema_engine_bg.js": { ...bindings },
    });
    const { __wbindgen_start: start } = instance.exports;
    setExports(instance.exports);
    if (typeof start === "function") start();
    return bindings;
  });
}
