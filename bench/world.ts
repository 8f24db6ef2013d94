import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import pg from "pg";
import pino from "pino";
import { SESSION_COOKIE } from "@/lib/core/engine/sessions/token";
import { applyMigrations } from "@/lib/kit/migrate";
import { startPostgres } from "@/lib/kit/postgres/start";
import { processorTime } from "./processor-time";

const SECRET = "a-secret-of-the-bench-that-guards-nothing";
const MEMBERS = 1_000;

export type Member = { id: string; cookie: string };

/** A PostgreSQL of the bench's own, with members who are signed in. */
export type World = {
  /** The IP of its database. */
  url: string;
  secret: string;
  /** Milliseconds of CPU that PostgreSQL has used. */
  databaseCpuMs: () => number;
  members: Member[];
  /** A public room of the first `members` members that already holds `messages`. */
  makeRoom: (members: number, messages?: number) => Promise<string>;
  /** Gives a member notifications, unread ones. */
  notify: (memberId: string, count: number) => Promise<void>;
  /** Arranges something else in the database. */
  query: (text: string, values: unknown[]) => Promise<unknown>;
  /** Makes this member an admin. Call it before a server knows them. */
  promote: (memberId: string) => Promise<void>;
  /** Adds members who are nowhere signed in; the answered function takes them away. */
  addCrowd: (count: number) => Promise<() => Promise<void>>;
  end: () => Promise<void>;
};

export async function makeWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "throng-bench-"));
  // As root the database server runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711);
  const postgres = await startPostgres({ dataDir: join(folder, "data"), log: pino({ level: "silent" }) });
  await applyMigrations(postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  const members = await makeMembers(pool);
  return {
    url: postgres.url,
    secret: SECRET,
    databaseCpuMs: () => processorTime(postgres.pid() ?? 0),
    members,
    makeRoom: (count, messages = 0) => makeRoom(pool, members.slice(0, count), messages),
    notify: async (memberId, count) => {
      await pool.query(NOTIFICATIONS, [memberId, count]);
      await pool.query("ANALYZE");
    },
    query: (text, values) => pool.query(text, values),
    promote: async (memberId) => {
      await pool.query("UPDATE users SET role = 'admin' WHERE id = $1", [memberId]);
    },
    addCrowd: (count) => addCrowd(pool, count),
    end: async () => {
      await pool.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeMembers(pool: pg.Pool): Promise<Member[]> {
  await pool.query(
    `INSERT INTO users (id, username, username_key, email, email_key, display_name, password_hash)
     SELECT gen_random_uuid(), name, name, name || '@example.org', name || '@example.org', 'Member ' || n, 'none'
     FROM generate_series(1, $1::int) AS n, LATERAL (SELECT 'member-' || n AS name) AS named`,
    [MEMBERS],
  );
  const { rows } = await pool.query<{ id: string; userId: string }>(
    `INSERT INTO sessions (id, user_id, ip, user_agent, expires_at)
     SELECT gen_random_uuid(), id, '127.0.0.1', 'bench', now() + interval '1 day' FROM users
     RETURNING id, user_id AS "userId"`,
  );
  await pool.query("ANALYZE");
  return Promise.all(
    rows.map(async ({ id, userId }) => {
      const token = await encode({ token: { sid: id }, secret: SECRET, salt: SESSION_COOKIE, maxAge: 86_400 });
      return { id: userId, cookie: `${SESSION_COOKIE}=${token}` };
    }),
  );
}

async function addCrowd(pool: pg.Pool, count: number): Promise<() => Promise<void>> {
  await pool.query(
    `INSERT INTO users (id, username, username_key, email, email_key, display_name, password_hash)
     SELECT gen_random_uuid(), name, name, name, name, 'Someone ' || n, 'none'
     FROM generate_series(1, $1::int) AS n, LATERAL (SELECT 'crowd-' || n AS name) AS named`,
    [count],
  );
  await pool.query("ANALYZE");
  return async () => {
    await pool.query("DELETE FROM users WHERE username LIKE 'crowd-%'");
  };
}

async function makeRoom(pool: pg.Pool, members: Member[], messages: number): Promise<string> {
  const ids = members.map(({ id }) => id);
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO rooms (id, kind, name, last_seq, member_count, created_by_id)
     VALUES (gen_random_uuid(), 'public', 'A room', $1, $2, $3) RETURNING id`,
    [messages, ids.length, ids[0]],
  );
  const id = rows[0]?.id ?? "";
  await pool.query("INSERT INTO room_members (room_id, user_id) SELECT $1, unnest($2::uuid[])", [id, ids]);
  await pool.query(MESSAGES, [id, messages, ids]);
  await pool.query("ANALYZE");
  return id;
}

const MESSAGES = `
  INSERT INTO messages (id, room_id, seq, rev, author_id, client_id, body, created_at)
  SELECT gen_random_uuid(), $1::uuid, n, n, ($3::uuid[])[1 + n % array_length($3::uuid[], 1)], n::text,
    'message number ' || n || ' of a long conversation', now() - interval '1 hour' + n * interval '1 millisecond'
  FROM generate_series(1, $2::int) AS n`;

const NOTIFICATIONS = `
  WITH told AS (UPDATE users SET notification_seq = $2::int WHERE id = $1::uuid)
  INSERT INTO notifications (id, user_id, seq, type, title, body, url)
  SELECT gen_random_uuid(), $1::uuid, n, 'mention', 'Member ' || n || ' mentioned you', 'Have you seen this?', '/rooms'
  FROM generate_series(1, $2::int) AS n`;
