import { expect, test } from "vitest";
import { readSettings } from "@/lib/core/settings/read-settings";
import { makeMembers } from "@/lib/core/testing/members";
import { clearCaches } from "@/lib/kit/cache";
import { db, pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { actorOfSession } from "./actor";
import { insertSession } from "./store";

testDatabase();

const ASKING = 1_000;

/** Statements that this process sends to PostgreSQL while `work` runs, as PostgreSQL's own client sees them. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const client = await pool().connect();
  const prototype = Object.getPrototypeOf(client) as { query: (...args: unknown[]) => unknown };
  client.release();
  const { query } = prototype;
  prototype.query = function counted(this: unknown, ...args: unknown[]) {
    const [first] = args;
    sent.push(typeof first === "string" ? first : (first as { text: string }).text);
    return query.apply(this, args);
  };
  await work().finally(() => {
    prototype.query = query;
  });
  return sent;
}

test("a thousand simultaneous misses of a session or of settings make one query", async () => {
  const [ann] = await makeMembers(1);
  const session = { id: ann.via.sessionId, userId: ann.id, ip: "192.0.2.1", userAgent: "", lifeSeconds: 60 };
  await insertSession(db(), session);
  const reads: (() => Promise<unknown>)[] = [() => actorOfSession(ann.via.sessionId), () => readSettings(ann.id)];
  for (const read of reads) {
    clearCaches();
    const all = await statementsOf(async () => {
      const found = await Promise.all(Array.from({ length: ASKING }, read));
      expect(new Set(found.map((one) => JSON.stringify(one))).size).toBe(1);
    });
    expect(all).toHaveLength(1);
    expect(await statementsOf(read)).toEqual([]);
  }
});
