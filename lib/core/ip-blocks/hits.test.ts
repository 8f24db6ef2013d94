import "@/lib/core/testing/installed";
import { expect, test, vi } from "vitest";
import { isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { flushHits } from "@/lib/core/engine/ip-blocks/hits";
import { addHits } from "@/lib/core/engine/ip-blocks/store";
import { freshIp } from "@/lib/core/testing/accounts";
import { block } from "@/lib/core/testing/ip-blocks";
import { overtakeAt } from "@/lib/core/testing/overtake";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

test("keeps hits that could not be written", async () => {
  const ip = freshIp();
  const { id } = await block(ip);
  isTurnedAway(ip, "all");
  const write = vi.spyOn(db(), "$executeRaw").mockRejectedValueOnce(new Error("the database is away"));
  await flushHits();
  isTurnedAway(ip, "all");
  write.mockRestore();
  await flushHits();
  expect(await db().ipBlock.findUniqueOrThrow({ where: { id } })).toMatchObject({ hits: 2 });
});

test("counts the hits of two processes, in whichever order they noted them", async () => {
  const ids = [(await block(freshIp())).id, (await block(freshIp())).id];
  const [first = "", last = ""] = ids;
  await overtakeAt(
    (tx) => tx.$executeRaw`SELECT 1 FROM ip_blocks WHERE id = ${first}::uuid FOR NO KEY UPDATE`,
    () =>
      addHits([
        [last, 1],
        [first, 2],
      ]),
    (tx) => tx.$executeRaw`UPDATE ip_blocks SET hits = hits + 4 WHERE id = ${last}::uuid`,
  );
  const rows = await db().ipBlock.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
  expect(rows.map(({ hits }) => hits)).toEqual([2, 5]);
});
