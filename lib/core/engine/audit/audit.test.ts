import { describe, expect, test } from "vitest";
import { makeContext, systemContext } from "@/lib/core/context";
import { guestCtx, makeMember, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { audit } from "./audit";
import { verifyAudit } from "./verify";

testDatabase();

/** As many entries, one transaction each. */
async function makeEntries(count: number): Promise<void> {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  for (let n = 1; n <= count; n++) {
    const target = { kind: "member", id: boss.actor.id };
    const change = { before: { zeta: "old", alpha: n }, after: { zeta: "new", alpha: n + 1, at: new Date(0) } };
    await transact((tx) => audit(tx, boss, { action: `test.${n}`, target, ...change }));
  }
}

/** Does to the rows what the table refuses, looks at what the verification says, and puts everything back. */
async function tampered(...statements: string[]): Promise<string[]> {
  const triggers = (state: string) => [
    `ALTER TABLE audit_entries ${state} TRIGGER audit_entries_are_final`,
    `ALTER TABLE audit_head ${state} TRIGGER audit_head_moves`,
  ];
  const run = async (...list: string[]) => {
    for (const statement of list) await db().$executeRawUnsafe(statement);
  };
  await run("CREATE TABLE kept AS SELECT * FROM audit_entries", "CREATE TABLE kept_head AS SELECT * FROM audit_head");
  await run(...triggers("DISABLE"), ...statements);
  const { faults } = await verifyAudit();
  await run("DELETE FROM audit_entries", "INSERT INTO audit_entries SELECT * FROM kept");
  await run("UPDATE audit_head SET position = k.position, hash = k.hash FROM kept_head k");
  await run("DROP TABLE kept, kept_head", ...triggers("ENABLE"));
  expect((await verifyAudit()).faults).toEqual([]);
  return faults;
}

describe("the audit chain", () => {
  test("is whole while it is empty, and after many entries at once", async () => {
    expect(await verifyAudit()).toMatchObject({ links: 0, faults: [] });
    await makeEntries(3);
    const ctx = systemContext("test");
    const target = { kind: "cache", id: "all" };
    const many = Array.from({ length: 20 }, () =>
      transact((tx) => audit(tx, ctx, { action: "test.parallel", target }), {
        maxWait: 20_000,
        timeout: 20_000,
      }),
    );
    await Promise.all(many);
    const { links, faults, lastHash } = await verifyAudit();
    expect({ links, faults }).toEqual({ links: 23, faults: [] });
    expect(lastHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("takes no place when the transaction is taken back", async () => {
    const { links } = await verifyAudit();
    const failing = transact(async (tx) => {
      await audit(tx, systemContext("test"), { action: "test.undone", target: { kind: "cache", id: "all" } });
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");
    expect(await verifyAudit()).toMatchObject({ links, faults: [] });
  });

  test("says who acted, and on whose behalf", async () => {
    const [boss, ann] = [await makeMember({ role: "admin" }), await makeMember()];
    const target = { kind: "member", id: ann.id };
    await transact((tx) => audit(tx, memberCtx(boss), { action: "test.by_admin", target }));
    await transact((tx) => audit(tx, memberCtx(ann), { action: "test.by_self", target }));
    await transact((tx) => audit(tx, makeContext({ kind: "anonymous" }), { action: "test.by_link", target }));
    await transact((tx) => audit(tx, tokenCtx(ann), { action: "test.by_token", target }));
    const guest = guestCtx();
    await transact((tx) => audit(tx, guest, { action: "test.by_guest", target }));
    const rows = await db().auditEntry.findMany({ where: { targetId: ann.id }, orderBy: { position: "asc" } });
    expect(rows.map(({ actorKind, actorId, onBehalfOf }) => [actorKind, actorId, onBehalfOf])).toEqual([
      ["member", boss.id, ann.id],
      ["member", ann.id, null],
      ["anonymous", null, ann.id],
      ["member", ann.id, null],
      ["guest", guest.actor.id, ann.id],
    ]);
    expect(JSON.stringify(rows)).not.toContain(guest.actor.name);
    expect(await verifyAudit()).toMatchObject({ faults: [] });
  });

  test.each([
    "UPDATE audit_entries SET action = 'x' WHERE position = 1",
    "DELETE FROM audit_entries WHERE position = 1",
    "TRUNCATE audit_entries",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET position = 1",
  ])("refuses %s", async (statement) => {
    await expect(db().$executeRawUnsafe(statement)).rejects.toThrow(/audit/);
  });
});

test("the verification misses a hash that was noted and is gone", async () => {
  const { lastHash } = await verifyAudit();
  expect((await verifyAudit(lastHash)).faults).toEqual([]);
  expect((await verifyAudit("f".repeat(64))).faults).toEqual([
    "No entry has the hash that was noted: the chain was written anew.",
  ]);
});

describe("the verification names the place where", () => {
  const COLUMNS: Record<string, string> = {
    at: "at + interval '1 millisecond'",
    actor_kind: "'system'",
    actor_id: "gen_random_uuid()",
    actor_name: "'x'",
    on_behalf_of: "gen_random_uuid()",
    ip: "'192.0.2.2'",
    action: "'test.X'",
    target_kind: "'membeR'",
    target_id: "'x'",
    before: `'{"zeta": "old", "alpha": 3}'`,
    after: `jsonb_set(after, '{zeta}', '"neW"')`,
    hash: "translate(hash, '0123456789abcdef', '1234567890bcdefa')",
  };

  test.each(Object.entries(COLUMNS))("%s was changed", async (column, value) => {
    expect(await tampered(`UPDATE audit_entries SET ${column} = ${value} WHERE position = 2`)).toEqual([
      "Entry 2 was changed.",
    ]);
  });

  test("the hash of the previous entry was changed", async () => {
    const [fault] = await tampered(`UPDATE audit_entries SET previous_hash = repeat('f', 64) WHERE position = 2`);
    expect(fault).toBe("Entry 2 was changed or stands in the place of another.");
  });

  test("one or more were removed: at the beginning, in the middle, at the end", async () => {
    expect(await tampered("DELETE FROM audit_entries WHERE position = 1")).toEqual(["Entry 1 is missing."]);
    expect(await tampered("DELETE FROM audit_entries WHERE position IN (3, 4)")).toEqual([
      "Entries 3 to 4 are missing.",
    ]);
    const last = await db().auditEntry.count();
    expect(await tampered(`DELETE FROM audit_entries WHERE position = ${last}`)).toEqual([
      `Entry ${last} is missing. The end of the chain was cut off.`,
    ]);
  });

  test("two were swapped", async () => {
    const faults = await tampered(
      "UPDATE audit_entries SET position = -1 WHERE position = 2",
      "UPDATE audit_entries SET position = 2 WHERE position = 5",
      "UPDATE audit_entries SET position = 5 WHERE position = -1",
    );
    expect(faults).toEqual(
      expect.arrayContaining([
        "Entry 2 was changed or stands in the place of another.",
        "Entry 5 was changed or stands in the place of another.",
      ]),
    );
  });

  test("one was added behind the head, or the head was moved back", async () => {
    const last = await db().auditEntry.count();
    const unsealed =
      "The head of the chain does not bear the signature of who wrote its last entry: it was moved by other hands.";
    expect(await tampered(`UPDATE audit_head SET position = ${last - 1}`)).toEqual([
      `The entries after ${last - 1} are not known to the chain's head.`,
      unsealed,
    ]);
    expect(await tampered("UPDATE audit_head SET hash = repeat('a', 64)")).toEqual([
      `Entry ${last} is not the one that the chain's head knows.`,
      unsealed,
    ]);
  });
});
