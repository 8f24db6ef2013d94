import { WRITE_ADDRESS_LETTER, writeAddressLetter } from "@/lib/core/accounts/email/address-letter";
import { WRITE_RESET, writePasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { SEND_MAIL, sendQueuedMail } from "@/lib/core/mail/queue-mail";
import { notificationJobs } from "@/lib/core/notifications";
import { RUN_TASK, runQueuedTask } from "@/lib/core/tasks/run-task";
import { cutRunsShort } from "@/lib/core/tasks/task-store";
import { runJobs } from "@/lib/kit/jobs";
import { closeMail } from "@/lib/kit/mail";
import { schedule } from "./tasks";

/** Works off the queue in this process, and queues what is due by the clock. The answered function lets running jobs finish and stops. */
export async function openJobs(): Promise<() => Promise<void>> {
  const jobs = {
    [SEND_MAIL]: sendQueuedMail,
    [WRITE_RESET]: writePasswordReset,
    [WRITE_ADDRESS_LETTER]: writeAddressLetter,
    ...notificationJobs,
    [RUN_TASK]: runQueuedTask,
  };
  const stop = await runJobs(jobs, schedule, cutRunsShort);
  return async () => {
    await stop();
    closeMail();
  };
}
