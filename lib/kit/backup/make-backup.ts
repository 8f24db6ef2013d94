import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { pool, takeTime } from "@/lib/kit/db";
import { requireSpace } from "@/lib/kit/disk";
import { type SecretInBackup, secretForBackup } from "./backup-secret";
import { columnList, migrationsOf, type Partition, partitionsOf, quoted, type Table, tablesInOrder } from "./tables";

const NAME = /^throng-[\dTZ-]+\.sql\.gz$/;

/** The first line of a backup, after `-- throng backup `. */
export type BackupHead = { createdAt: string; migrations: string[]; partitions: Partition[]; secret?: SecretInBackup };
export const HEAD = "-- throng backup ";
/** The last line, which a backup that was cut off lacks. */
export const END = "-- end of the backup";

export type Backup = { name: string; bytes: number; createdAt: Date };
/** A new one, and whether the secret that reads what is encrypted in it goes along. */
export type NewBackup = Backup & { holdsSecret: boolean };

/** The backups in `folder`, newest first. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
  const backups = names.map(async (name) => {
    const { size, mtime } = await stat(join(folder, name));
    return { name, bytes: size, createdAt: mtime };
  });
  return (await Promise.all(backups)).toSorted((a, b) => (a.name < b.name ? 1 : -1));
}

/**
 * Writes the database, as it is at one moment, to a new file in `folder` and keeps the newest `keep` backups. The file is
 * SQL for psql in gzip, for tables that are there and empty. One that was cut off bears another name. Jobs that wait are
 * not in it: a mail must not go out twice. It leaves the disk its reserve.
 * @throws Error with the code ENOSPC when there is no space
 */
export async function makeBackup(folder: string, keep: number, signal?: AbortSignal): Promise<NewBackup> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await requireSpace(folder);
  const createdAt = new Date();
  const secret = await secretForBackup();
  const name = `throng-${createdAt.toISOString().replaceAll(/[:.]/g, "-")}.sql.gz`;
  const unfinished = join(folder, `${name}.part`);
  const client = await pool().connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await takeTime(client);
    const file = createWriteStream(unfinished, { mode: 0o600 });
    await pipeline(
      contents(client, { createdAt: createdAt.toISOString(), secret }),
      createGzip(),
      leavesSpace(folder),
      file,
      { signal },
    );
    await client.query("COMMIT");
    await keepSafe(unfinished, join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    // Whatever was being read when it stopped, the connection is not used again.
    client.release(true);
  }
  const all = await listBackups(folder);
  for (const old of all.slice(keep)) await rm(join(folder, old.name));
  const made = all.find((backup) => backup.name === name) ?? { name, bytes: 0, createdAt };
  return { ...made, holdsSecret: secret?.encrypted !== undefined };
}

const SPACE_ASKED_BYTES = 4_000_000;

/** Passes on what it gets, as long as there is space for it. */
const leavesSpace = (folder: string) =>
  async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let unasked = 0;
    for await (const part of parts) {
      unasked += part.length;
      if (unasked > SPACE_ASKED_BYTES) {
        await requireSpace(folder);
        unasked = 0;
      }
      yield part;
    }
  };

/** Under its name only once it is on the disk. */
async function keepSafe(from: string, to: string): Promise<void> {
  const file = await open(from, "r");
  await file.sync();
  await file.close();
  await rename(from, to);
}

type HeadStart = Pick<BackupHead, "createdAt" | "secret">;

async function* contents(client: pg.PoolClient, start: HeadStart): AsyncGenerator<string | Buffer> {
  const head: BackupHead = {
    ...start,
    migrations: await migrationsOf(client),
    partitions: await partitionsOf(client),
  };
  yield `${HEAD}${JSON.stringify(head)}\n`;
  for (const table of await tablesInOrder(client)) yield* rowsOf(client, table);
  yield `${END}\n`;
}

async function* rowsOf(client: pg.PoolClient, table: Table): AsyncGenerator<string | Buffer> {
  const columns = columnList(table);
  yield `COPY public.${quoted(table.name)} (${columns}) FROM stdin;\n`;
  const rows = client.query(copyTo(`COPY (SELECT ${columns} FROM public.${quoted(table.name)}) TO STDOUT`));
  for await (const part of rows) yield part as Buffer;
  yield "\\.\n";
}
