import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { audit } from "@/lib/core/audit/audit";
import { verifyAudit } from "@/lib/core/audit/verify";
import { systemContext } from "@/lib/core/http/context";
import { makeSignedIn } from "@/lib/core/testing/members";
import { makeBackup } from "@/lib/kit/backup/make-backup";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { restore } from "./restore";

overrideEnv({ SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();

const folder = mkdtempSync(join(tmpdir(), "throng-restore-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (action: string) =>
  db().$transaction((tx) => audit(tx, systemContext("test"), { action, target: { kind: "cache", id: "all" } }));
const chain = () => db().auditEntry.findMany({ orderBy: { position: "asc" } });

test("signs everyone out and says in the restored chain that it was restored, or does nothing", async () => {
  await write("test.before");
  await makeSignedIn();
  const { name } = await makeBackup(folder, 1);
  await write("test.lost");
  await db()
    .$executeRaw`ALTER TABLE audit_entries ADD CONSTRAINT full_now CHECK (action <> 'database.restored') NOT VALID`;
  await expect(restore(join(folder, name), { replace: true })).rejects.toThrow("full_now");
  expect((await chain()).map(({ action }) => action)).toContain("test.lost");
  await db().$executeRaw`ALTER TABLE audit_entries DROP CONSTRAINT full_now`;

  const { rows, createdAt } = await restore(join(folder, name), { replace: true });
  const entries = await chain();
  expect(entries.map(({ action }) => action)).not.toContain("test.lost");
  expect(entries.at(-1)).toMatchObject({
    ...{ action: "database.restored", actorKind: "system", actorName: "restore", targetKind: "database" },
    after: { backup: name, of: createdAt, rows, sessionsEnded: 1 },
  });
  expect(await db().session.count({ where: { endedAt: null } })).toBe(0);
  expect(await verifyAudit()).toMatchObject({ faults: [], notes: [] });
});
