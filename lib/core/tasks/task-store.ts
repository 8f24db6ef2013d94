import { publicUser } from "@/lib/core/members/store";
import { type Db, db } from "@/lib/kit/db";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";

const TEXT_MAX = 500;
const CUT_SHORT = "The process ended in the middle of it.";

type NewRun = { task: string; jobId: string; dueAt: Date | null; askedById: string | null };

/** Notes that a run begins. Runs of a task follow each other, so an open one before it was cut short. */
export async function beginRun({ jobId, ...run }: NewRun): Promise<string> {
  const id = newId();
  await transact(async (tx) => {
    await tx.taskRun.updateMany({
      where: { task: run.task, finishedAt: null },
      data: { finishedAt: new Date(), error: CUT_SHORT },
    });
    await tx.taskRun.create({ data: { id, jobId: BigInt(jobId), startedAt: new Date(), ...run } });
  });
  return id;
}

/** Notes that the process behind these jobs died in the middle of their runs. */
export async function cutRunsShort(jobIds: string[], tx: Db): Promise<void> {
  await tx.taskRun.updateMany({
    where: { jobId: { in: jobIds.map(BigInt) }, finishedAt: null },
    data: { finishedAt: new Date(), error: CUT_SHORT },
  });
}

/** Notes how a run ended. */
export async function endRun(id: string, { note, error }: { note?: string; error?: string }): Promise<void> {
  const data = { finishedAt: new Date(), note: note?.slice(0, TEXT_MAX), error: error?.slice(0, TEXT_MAX) };
  await db().taskRun.updateMany({ where: { id, finishedAt: null }, data });
}

/** Runs of a task, newest first, before the id `before`. */
export const findRuns = (task: string, take: number, before?: string) =>
  db().taskRun.findMany({
    where: { task, id: { lt: before } },
    orderBy: { id: "desc" },
    take,
    include: { askedBy: publicUser },
  });

export type RunRow = Awaited<ReturnType<typeof findRuns>>[number];

/** Deletes at most `limit` runs that began before `time`, and answers how many. */
export const deleteRunsBefore = async (tx: Db, time: Date, limit: number): Promise<number> =>
  (await tx.taskRun.deleteMany({ where: { startedAt: { lt: time } }, limit })).count;
