import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { StartError, systemCode } from "@/lib/kit/start-error";
import { type Account, canEnter, databaseAccount } from "./account";

/** What DATA_DIR/postgres/server.json keeps, readable by its owner only. */
const ServerRecord = z.object({
  /** Where the cluster is: below DATA_DIR/postgres, or absolute when the database user cannot enter DATA_DIR. */
  cluster: z.string(),
  port: z.number().int(),
  /** Of the superuser, for making roles and databases. */
  adminPassword: z.string(),
  /** Of the role the application uses. */
  password: z.string(),
});
type ServerRecord = z.infer<typeof ServerRecord>;

/** Where one embedded server lives and how it is reached. */
export type Home = Omit<ServerRecord, "cluster"> & { dataDir: string; cluster: string; account: Account };

/** For what every data folder on this machine shares, and for clusters whose data folder the database user cannot enter. */
export const SYSTEM_FOLDER = "/var/lib/throng";

/**
 * Reads where the server of `dataDir` lives, or decides it once and writes it down.
 * @throws StartError when the record or the cluster cannot be used
 */
export function openHome(dataDir: string): Home {
  const root = realpathSync(dataDir);
  const record = readRecord(root) ?? newRecord(root);
  const cluster = resolve(join(root, "postgres"), record.cluster);
  const account = databaseAccount(cluster);
  if (isAbsolute(record.cluster)) claim(root, cluster);
  if (!canEnter(dirname(cluster), account)) {
    throw new StartError(
      `The database user (uid ${account?.uid}) cannot enter ${dirname(cluster)}: give the folders above it mode 711.`,
    );
  }
  return { ...record, dataDir: root, cluster, account };
}

/** Remembers another port for the next start. */
export function keepPort(home: Home, port: number): Home {
  const record = readRecord(home.dataDir);
  if (record) writeRecord(home.dataDir, { ...record, port });
  return { ...home, port };
}

/** Makes a folder that belongs to `account` alone. */
export function makePrivateFolder(path: string, account: Account): void {
  mkdirSync(path, { mode: 0o700 });
  if (account) chownSync(path, account.uid, account.gid);
}

const recordPath = (dataDir: string) => join(dataDir, "postgres", "server.json");

function newRecord(dataDir: string): ServerRecord {
  const folder = join(dataDir, "postgres");
  const account = databaseAccount(undefined);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chmodSync(folder, 0o711);
  const record = {
    cluster: canEnter(folder, account) ? "cluster" : join(makeSystemFolder(dataDir), "cluster"),
    port: 0,
    adminPassword: randomBytes(24).toString("hex"),
    password: randomBytes(24).toString("hex"),
  };
  writeRecord(dataDir, record);
  return record;
}

/** The random part keeps a data folder that was deleted and made anew apart from what the old one left here. */
function makeSystemFolder(dataDir: string): string {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const folder = join(SYSTEM_FOLDER, `${name}-${randomBytes(4).toString("hex")}`);
  mkdirSync(folder, { recursive: true });
  for (const path of [SYSTEM_FOLDER, folder]) chmodSync(path, 0o711);
  return folder;
}

/** A cluster outside serves one data folder: a copy of that folder must not start a second server on it. */
function claim(dataDir: string, cluster: string): void {
  const note = join(dirname(cluster), "data-folder");
  const owner = readText(note);
  if (owner === dataDir) return;
  if (owner && readRecord(owner)?.cluster === cluster) {
    throw new StartError(
      `${dataDir} is a copy of ${owner}, and its database is in ${cluster}: delete ${recordPath(dataDir)} to begin with an empty one.`,
    );
  }
  writeDurably(note, dataDir);
}

function readRecord(dataDir: string): ServerRecord | undefined {
  const path = recordPath(dataDir);
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return ServerRecord.parse(JSON.parse(text));
  } catch {
    throw new StartError(`${path} is damaged: restore it from a backup, the database cannot be opened without it.`);
  }
}

const writeRecord = (dataDir: string, record: ServerRecord) =>
  writeDurably(recordPath(dataDir), JSON.stringify(record, null, 2));

/** Absent is undefined; anything else that keeps us from reading is an error. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return undefined;
    throw new StartError(`${path} cannot be read by this user (${code ?? String(error)}).`);
  }
}

function writeDurably(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}
