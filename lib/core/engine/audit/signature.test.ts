// Begins first: it makes a chain of three hundred thousand entries.
import { beforeEach, describe, expect, test } from "vitest";
import { checkAudit } from "@/lib/core/audit/tasks";
import { makeContext, systemContext } from "@/lib/core/context";
import { makeMember } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { audit } from "./audit";
import { hashOf } from "./chain";
import { findEntries } from "./store";
import { verifyAudit } from "./verify";

testDatabase();

const KEY = "a secret key for tests, long enough to be one";
const OTHER_KEY = "another secret key, just as long as the first one";

const run = async (...statements: string[]) => {
  for (const statement of statements) await db().$executeRawUnsafe(statement);
};
/** What someone does who owns the database and knows how the chain is made, and not the SECRET_KEY. */
const asIntruder = async (work: () => Promise<void>) => {
  await run("ALTER TABLE audit_entries DISABLE TRIGGER USER", "ALTER TABLE audit_head DISABLE TRIGGER USER");
  await work();
  await run("ALTER TABLE audit_entries ENABLE TRIGGER USER", "ALTER TABLE audit_head ENABLE TRIGGER USER");
};
const write = (action: string) =>
  transact((tx) => audit(tx, systemContext("test"), { action, target: { kind: "cache", id: "all" } }));
const actions = async () => (await findEntries({}, 100)).map(({ action }) => action).toReversed();
const headAt = (position: number, signature = "signature") =>
  `UPDATE audit_head SET position = ${position}, signature = ${signature},
    hash = coalesce((SELECT hash FROM audit_entries WHERE position = ${position}), repeat('0', 64))`;

beforeEach(async () => {
  overrideEnv({ SECRET_KEY: KEY });
  await asIntruder(() => run("DELETE FROM audit_entries", headAt(0, "NULL")));
  for (const n of [1, 2, 3, 4]) await write(`test.${n}`);
  expect(await verifyAudit()).toMatchObject({ links: 4, faults: [], notes: [] });
});

/** Writes entries anew with hashes that fit, as anyone can who has the code. */
async function forge(from: number, action: string): Promise<void> {
  let previousHash: string | undefined;
  for (const { signature: _, hash: __, ...row } of (await findEntries({}, 100)).toReversed()) {
    const link = { ...row, ...(previousHash && { previousHash }), ...(row.position === from && { action }) };
    const hash = hashOf(link);
    if (row.position >= from) {
      await db()
        .$executeRaw`UPDATE audit_entries SET action = ${link.action}, hash = ${hash}, previous_hash = ${link.previousHash}
        WHERE position = ${row.position}`;
    }
    previousHash = hash;
  }
}

const OTHER =
  ": not signed with this SECRET_KEY, unlike others before. It was changed, or it was written by other hands.";
const MOVED = expect.stringMatching(/^The head of the chain does not bear the signature/);

describe("the verification tells, by the signatures, that", () => {
  test("later entries and the head were all written anew", async () => {
    await asIntruder(async () => {
      await forge(3, "test.forged");
      await run(headAt(4));
    });
    expect((await verifyAudit()).faults).toEqual([
      "Entry 3 bears a false signature.",
      "Entry 4 bears a false signature.",
      MOVED,
    ]);
  });

  test("later entries and the head were all written anew and bear what looks like signatures of another key", async () => {
    await asIntruder(async () => {
      await forge(3, "test.forged");
      await run(
        "UPDATE audit_entries SET signature = repeat('f', 76) WHERE position >= 3",
        headAt(4, "repeat('f', 76)"),
      );
    });
    expect(await verifyAudit()).toMatchObject({ faults: [`Entries 3 to 4${OTHER}`], notes: [] });
  });

  test.each([
    ["with the signature it had", "signature"],
    ["with the signature of an entry", "(SELECT signature FROM audit_entries WHERE position = 2)"],
    ["without a signature", "NULL"],
    ["with what looks like the signature of another key", "repeat('f', 76)"],
  ])("the end was cut and the head moved back %s", async (_how, signature) => {
    await asIntruder(() => run(headAt(2, signature), "DELETE FROM audit_entries WHERE position > 2"));
    expect((await verifyAudit()).faults).toEqual([MOVED]);
  });

  test("signatures were taken away", async () => {
    await asIntruder(() => run("UPDATE audit_entries SET signature = NULL WHERE position = 3"));
    expect((await verifyAudit()).faults).toEqual(["Entry 3 bears no signature, unlike others before it."]);
    await asIntruder(() => run("UPDATE audit_entries SET signature = NULL", headAt(4, "NULL")));
    const { faults, notes } = await verifyAudit();
    expect([faults, notes]).toEqual([[], ["Entries 1 to 4: written before there were signatures, or robbed of them."]]);
  });
});

test("the next entry does not make a cut end look whole: the chain says what happened", async () => {
  await asIntruder(() => run(headAt(2), "DELETE FROM audit_entries WHERE position > 2"));
  await write("test.next");
  expect(await actions()).toEqual(["test.1", "test.2", "audit.seal_broken", "test.next"]);
  expect(await verifyAudit()).toMatchObject({ links: 4, faults: [] });
});

test("a chain from before there were signatures stays whole, and is signed from the next entry on", async () => {
  await asIntruder(() => run("UPDATE audit_entries SET signature = NULL", headAt(4, "NULL")));
  await write("test.next");
  await write("test.last");
  expect((await actions()).slice(4)).toEqual(["audit.sealed", "test.next", "test.last"]);
  const { faults, notes } = await verifyAudit();
  expect(faults).toEqual([]);
  expect(notes).toEqual(["Entries 1 to 4: written before there were signatures, or robbed of them."]);
});

test("says that SECRET_KEY changed, and that what is older could not be checked", async () => {
  overrideEnv({ SECRET_KEY: OTHER_KEY });
  await write("test.next");
  expect((await actions()).slice(4)).toEqual(["audit.key_changed", "test.next"]);
  const foreign =
    ": signed with another SECRET_KEY. It was changed; what the former one signed can be checked with it.";
  expect(await verifyAudit()).toMatchObject({ faults: [], notes: [`Entries 1 to 4${foreign}`] });
  overrideEnv({ SECRET_KEY: KEY });
  expect(await verifyAudit()).toMatchObject({ faults: [`Entries 5 to 6${OTHER}`], notes: [] });
});

test("joins only entries that stand side by side when it names those of another key", async () => {
  overrideEnv({ SECRET_KEY: OTHER_KEY });
  await write("test.next");
  await asIntruder(() => run("UPDATE audit_entries SET action = 'test.changed' WHERE position = 2"));
  const { faults, notes } = await verifyAudit();
  expect(faults).toEqual(["Entry 2 was changed."]);
  expect(notes.map((note) => note.split(":")[0])).toEqual(["Entry 1", "Entries 3 to 4"]);
});

test("counts what is wrong with a chain that is damaged everywhere, and names the beginning", async () => {
  await asIntruder(() =>
    run(
      `INSERT INTO audit_entries (position, at, actor_kind, ip, action, target_kind, target_id, previous_hash, hash)
        SELECT n, now(), 'system', '', 'test.flood', 'cache', 'all', repeat('0', 64), lpad(n::text, 64, '0')
        FROM generate_series(5, 300000) n`,
    ),
  );
  const { links, faultCount, faults } = await verifyAudit();
  expect({ links, faultCount }).toEqual({ links: 300_000, faultCount: 299_997 });
  expect(faults).toHaveLength(101);
  expect(faults[0]).toBe("Entry 5 was changed or stands in the place of another.");
  expect(faults.at(-1)).toBe("299897 more are not named.");
});

test("the daily check tells every admin of a break, and nobody of a chain that is whole", async () => {
  const [boss, ann] = [await makeMember({ role: "admin" }), await makeMember()];
  const gone = await makeMember({ role: "admin", deactivated: true });
  const check = () => checkAudit.run(makeContext({ kind: "system", name: "test" }), new AbortController().signal);
  const told = async () =>
    (await db().notification.findMany({ where: { userId: { in: [boss.id, ann.id, gone.id] } } })).map(
      ({ userId, type, body }) => [userId, type, body],
    );
  expect(await check()).toBe("4 entries, whole");
  expect(await told()).toEqual([]);
  await asIntruder(() => run(headAt(3), "DELETE FROM audit_entries WHERE position > 3"));
  expect(await check()).toBe("3 entries, 1 fault");
  await write("test.next");
  expect(await check()).toBe("5 entries, whole");
  expect(await told()).toEqual([
    [boss.id, "security", MOVED],
    [boss.id, "security", "Whoever wrote before entry 4 did not know SECRET_KEY."],
  ]);
});
