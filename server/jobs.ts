import { WRITE_RESET, writePasswordReset } from "@/lib/core/accounts/request-password-reset";
import { SEND_MAIL, sendQueuedMail } from "@/lib/core/mail/queue-mail";
import { notificationJobs } from "@/lib/core/notifications";
import { runJobs } from "@/lib/kit/jobs";
import { closeMail } from "@/lib/kit/mail";

/** Works off the queue in this process. The answered function lets running jobs finish and stops. */
export async function openJobs(): Promise<() => Promise<void>> {
  const stop = await runJobs({
    [SEND_MAIL]: sendQueuedMail,
    [WRITE_RESET]: writePasswordReset,
    ...notificationJobs,
  });
  return async () => {
    await stop();
    closeMail();
  };
}
