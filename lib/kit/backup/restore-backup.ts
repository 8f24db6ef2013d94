import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { pool, type Query, takeTime } from "@/lib/kit/db";
import { type BackupHead, END, HEAD } from "./make-backup";
import { renamesSince } from "./renames";
import { migrationsOf, type Partition, partitionsOf, quoted, type Table, tablesInOrder } from "./tables";

/** Why a backup could not be restored, in one sentence. */
export class RestoreError extends Error {}

export type Restored = { createdAt: string; rows: number };

type Options = {
  /** The table whose rows nobody wants to lose: without `replace` it must be empty. */
  guarded: string;
  replace: boolean;
  /** Tables that stay empty, whatever the backup holds of them and under which columns. */
  discarded?: string[];
  /** What belongs to the restored database at once: part of the same transaction. */
  finish?: (query: Query, restored: Restored) => Promise<void>;
};

/**
 * Replaces everything in the database by what `file` holds: all of it, or, when anything is wrong, nothing.
 * @throws RestoreError
 */
export async function restoreBackup(file: string, { guarded, replace, discarded, finish }: Options): Promise<Restored> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await takeTime(client);
    const tables = await tablesInOrder(client);
    const lines = linesOf(file);
    const head = await readHead(lines);
    await refuseNewer(head, client);
    if (!replace) await refuseFull(client, guarded);
    await emptyTables(client, tables);
    await makePartitions(client, head.partitions);
    const renames = renamesSince(head.migrations);
    const rows = await load(client, lines, (text) => renames.statement(text), discarded);
    await renames.rewriteRows(client);
    await setTriggers(client, tables, "ENABLE");
    const restored = { createdAt: head.createdAt, rows };
    await finish?.((_name, text, values) => client.query(text, values).then((result) => result.rows), restored);
    await client.query("COMMIT");
    return restored;
  } finally {
    // After an error the connection may stand in the middle of a copy: closing it takes everything back.
    client.release(true);
  }
}

const LF = 0x0a;

type Lines = AsyncIterator<string>;

/** The lines of a gzip file. Only a line feed ends one: COPY writes every other line end as an escape, or as it is. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const bytes = source.pipe(createGunzip());
  source.on("error", (error) => bytes.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const part of bytes) {
      const text = Buffer.concat([rest, part as Buffer]);
      let start = 0;
      for (let end = text.indexOf(LF); end >= 0; start = end + 1, end = text.indexOf(LF, start)) {
        yield text.toString("utf8", start, end);
      }
      rest = text.subarray(start);
    }
  } catch (error) {
    throw new RestoreError(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * What the backup in `file` says of itself.
 * @throws RestoreError
 */
export async function readBackupHead(file: string): Promise<BackupHead> {
  const lines = linesOf(file);
  try {
    return await readHead(lines);
  } finally {
    await lines.return(undefined);
  }
}

async function readHead(lines: Lines): Promise<BackupHead> {
  const { value, done } = await lines.next();
  if (done || !value.startsWith(HEAD)) throw new RestoreError("The file is not a backup of Throng.");
  return JSON.parse(value.slice(HEAD.length)) as BackupHead;
}

async function refuseNewer(head: BackupHead, client: pg.PoolClient): Promise<void> {
  const known = new Set(await migrationsOf(client));
  const newer = head.migrations.filter((name) => !known.has(name));
  if (newer.length > 0) throw new RestoreError("The backup was made by a newer version of Throng.");
}

async function refuseFull(client: pg.PoolClient, guarded: string): Promise<void> {
  const { rows } = await client.query(`SELECT 1 FROM public.${quoted(guarded)} LIMIT 1`);
  if (rows.length > 0) throw new RestoreError("The database is not empty. Say --replace to lose what is in it.");
}

async function emptyTables(client: pg.PoolClient, tables: Table[]): Promise<void> {
  await setTriggers(client, tables, "DISABLE");
  await client.query(`TRUNCATE ${tables.map(({ name }) => `public.${quoted(name)}`).join(", ")}`);
}

const BOUND = /^FOR VALUES FROM \('[\d :+.-]+'\) TO \('[\d :+.-]+'\)$/;

/** Those that the backup's rows lie in and that are not there. */
async function makePartitions(client: pg.PoolClient, partitions: Partition[]): Promise<void> {
  const there = new Set((await partitionsOf(client)).map(({ bound }) => bound));
  for (const { name, of, bound } of partitions) {
    if (!BOUND.test(bound)) throw new RestoreError("The backup is damaged: a range was expected.");
    if (there.has(bound)) continue;
    await client.query(`CREATE TABLE public.${quoted(name)} PARTITION OF public.${quoted(of)} ${bound}`);
  }
}

/** What guards a table against people would guard it against its own past. */
async function setTriggers(client: pg.PoolClient, tables: Table[], state: "ENABLE" | "DISABLE"): Promise<void> {
  for (const { name } of tables) await client.query(`ALTER TABLE public.${quoted(name)} ${state} TRIGGER USER`);
}

const COPY = /^COPY public\."(\w+)" \("[\w", ]+"\) FROM stdin;$/;

/** Copies table after table and answers how many rows there were. */
async function load(
  client: pg.PoolClient,
  lines: Lines,
  renamed: (statement: string) => string,
  discarded: string[] = [],
): Promise<number> {
  let rows = 0;
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new RestoreError("The backup is not complete: its end is missing.");
    if (value === END) break;
    if (!COPY.test(value)) throw new RestoreError("The backup is damaged: a table was expected.");
    const statement = renamed(value);
    const [, table = ""] = COPY.exec(statement) ?? [];
    if (!discarded.includes(table)) rows += await copy(client, statement.replace(/;$/, ""), lines);
    else await skip(lines);
  }
  return rows;
}

async function copy(client: pg.PoolClient, statement: string, lines: Lines): Promise<number> {
  const copying = client.query(copyFrom(statement));
  await pipeline(Readable.from(rowsOf(lines)), copying);
  return copying.rowCount;
}

async function skip(lines: Lines): Promise<void> {
  const rows = rowsOf(lines);
  while (!(await rows.next()).done);
}

async function* rowsOf(lines: Lines): AsyncGenerator<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new RestoreError("The backup is not complete: a table ends early.");
    if (value === "\\.") return;
    yield `${value}\n`;
  }
}
