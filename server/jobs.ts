import { jobs } from "@/lib/core/tasks/registry";
import { schedule } from "@/lib/core/tasks/schedule";
import { cutRunsShort } from "@/lib/core/tasks/task-store";
import { runJobs } from "@/lib/kit/jobs";
import { closeMail } from "@/lib/kit/mail";

/** Works off the queue in this process, and queues what is due by the clock. The answered function lets running jobs finish and stops. */
export async function openJobs(): Promise<() => Promise<void>> {
  const stop = await runJobs(jobs(), schedule(), cutRunsShort);
  return async () => {
    await stop();
    closeMail();
  };
}
