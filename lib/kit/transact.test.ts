import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { db, pool, type Query } from "./db";
import { log } from "./log";
import { testDatabase } from "./testing/database";
import { type AfterCommit, autocommit, type HotTx, hotTransaction, transact } from "./transact";

testDatabase();

const insertToken = (query: Query, hash: string) =>
  query("test.insert", "INSERT INTO one_time_tokens (hash, purpose) VALUES ($1, 'hot') RETURNING hash", [hash]);
const isStored = async (hash: string) => (await db().oneTimeToken.findUnique({ where: { hash } })) !== null;

let count = 0;
const newHash = () => `token ${++count}`;

type Run = <T>(run: (tx: HotTx, afterCommit: AfterCommit) => Promise<T>) => Promise<T>;
const WAYS: [string, Run][] = [
  ["transact", transact],
  ["hotTransaction", hotTransaction],
  ["autocommit", autocommit],
];

describe.each(WAYS)("%s", (name, run) => {
  test("answers what the work answers, and stores it", async () => {
    const hash = newHash();
    expect(await run(({ query }) => insertToken(query, hash))).toEqual([{ hash }]);
    expect(await isStored(hash)).toBe(true);
  });

  test("tells in order, after the commit, what is waited for before it answers", async () => {
    const hash = newHash();
    const told: string[] = [];
    await run(async ({ query }, afterCommit) => {
      afterCommit(async () => {
        told.push(`stored: ${await isStored(hash)}`);
        await delay(20);
        told.push("first");
      });
      afterCommit(() => told.push("second"));
      await insertToken(query, hash);
      expect(told).toEqual([]);
    });
    expect(told).toEqual(["stored: true", "first", "second"]);
  });

  test("keeps nobody waiting for what is told in the background, which begins in its turn", async () => {
    const told: string[] = [];
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await run(async (_tx, afterCommit) => {
      afterCommit(() => told.push("before"));
      afterCommit.inBackground(async () => {
        told.push("begun");
        await ended;
        told.push("ended");
      });
      afterCommit(() => told.push("after"));
    });
    expect(told).toEqual(["before", "begun", "after"]);
    end();
    await expect.poll(() => told.at(-1)).toBe("ended");
  });

  test("tells nothing when the work fails", async () => {
    const told = vi.fn();
    const failing = run(async ({ query }, afterCommit) => {
      afterCommit(told);
      afterCommit.inBackground(told);
      await query("test.wrong", "SELECT nothing", []);
    });
    await expect(failing).rejects.toThrow("nothing");
    expect(told).not.toHaveBeenCalled();
  });

  test("refuses what is registered once everything was told", async () => {
    const after = await run(async (_tx, afterCommit) => afterCommit);
    expect(() => after(() => undefined)).toThrow();
    expect(() => after.inBackground(() => undefined)).toThrow();
  });

  test("logs what can't be told, tells the rest and keeps what is committed", async () => {
    const hash = newHash();
    const told = vi.fn();
    const logged = vi.spyOn(log(), "error").mockImplementation(() => undefined);
    const errors = [1, 2, 3].map((n) => new Error(`no ${n}`));
    const answer = await run(async ({ query }, afterCommit) => {
      await insertToken(query, hash);
      afterCommit(() => {
        throw errors[0];
      });
      afterCommit(() => Promise.reject(errors[1]));
      afterCommit.inBackground(() => Promise.reject(errors[2]));
      afterCommit(told);
      return "done";
    });
    expect(answer).toBe("done");
    expect(told).toHaveBeenCalledOnce();
    expect(await isStored(hash)).toBe(true);
    await vi.waitFor(() => expect(logged).toHaveBeenCalledTimes(3));
    expect(logged.mock.calls.map(([what]) => (what as { err?: unknown }).err)).toEqual(errors);
    logged.mockRestore();
  });

  test.skipIf(name === "autocommit")("keeps all of it, or nothing when it throws, and tells nothing then", async () => {
    const [first, second] = [newHash(), newHash()];
    const told = vi.fn();
    await run(({ query }) => insertToken(query, first));
    for (let round = 0; round < 12; round++) {
      const failing = (hash: string) =>
        run(async ({ query }, afterCommit) => {
          afterCommit(told);
          await insertToken(query, second);
          await insertToken(query, hash);
          throw new Error("no");
        });
      await expect(failing(first)).rejects.toThrow(/unique/i);
      await expect(failing(newHash())).rejects.toThrow("no");
    }
    expect([await isStored(first), await isStored(second)]).toEqual([true, false]);
    expect(told).not.toHaveBeenCalled();
    expect(pool().idleCount).toBe(pool().totalCount);
  });
});

test("tells nothing when the commit itself fails", async () => {
  await pool().query(`CREATE TABLE parents (id int PRIMARY KEY);
    CREATE TABLE children (id int REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
  for (const run of [transact, hotTransaction] satisfies Run[]) {
    const told = vi.fn();
    const failing = run(async ({ query }, afterCommit) => {
      afterCommit(told);
      await query("test.orphan", "INSERT INTO children VALUES (1)", []);
    });
    await expect(failing).rejects.toThrow(/foreign ?key/i);
    expect(told).not.toHaveBeenCalled();
  }
});

test("lets Prisma's ways and named statements take part in one transaction", async () => {
  const [one, two, three] = [newHash(), newHash(), newHash()];
  const purpose = "hot";
  const failing = transact(async (tx) => {
    await insertToken(tx.query, one);
    await tx.oneTimeToken.create({ data: { hash: two, purpose } });
    await tx.$executeRaw`INSERT INTO one_time_tokens (hash, purpose) VALUES (${three}, ${purpose})`;
    expect(await tx.oneTimeToken.count({ where: { hash: { in: [one, two, three] } } })).toBe(3);
    expect(await isStored(one)).toBe(false);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  for (const hash of [one, two, three]) expect(await isStored(hash)).toBe(false);
});
