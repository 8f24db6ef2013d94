import { jobs, slowJobs } from "@/lib/core/tasks/registry";
import { schedule } from "@/lib/core/tasks/schedule";
import { cutRunsShort } from "@/lib/core/tasks/task-store";
import { runJobs } from "@/lib/kit/jobs";
import { closeMail } from "@/lib/kit/mail";

/** How many jobs that wait for servers elsewhere run at once. */
const SLOW_CONCURRENCY = 10;

/** Works off the queue in this process, and queues what is due by the clock. The answered function lets running jobs finish and stops. */
export async function openJobs(): Promise<() => Promise<void>> {
  const slow = slowJobs();
  const stops = [await runJobs(jobs(), schedule(), cutRunsShort)];
  if (Object.keys(slow).length > 0) stops.push(await runJobs(slow, [], cutRunsShort, SLOW_CONCURRENCY));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    closeMail();
  };
}
