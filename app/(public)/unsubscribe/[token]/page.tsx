import type { Metadata } from "next";
import { AuthPage } from "@/components/auth/auth-page";
import { StopMails } from "@/components/notifications/stop-mails";

export const metadata: Metadata = { title: "Stop mails", robots: { index: false }, referrer: "no-referrer" };

/** Opening the link changes nothing: mail programs open links too. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthPage
      title="Stop these mails"
      lead="One press, and no more mails about notifications. Word about security still comes."
    >
      <StopMails token={token} />
    </AuthPage>
  );
}
