import type { Metadata } from "next";
import { confirmEmailAction } from "@/app/actions/recovery";
import { AuthPage } from "@/components/auth/auth-page";
import { ConfirmEmail } from "@/components/auth/confirm-email";

export const metadata: Metadata = { title: "Confirm your address", robots: { index: false }, referrer: "no-referrer" };

/** Opening the link changes nothing: mail programs open links too. */
export default async function ConfirmEmailPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthPage title="Your new address" lead="One press, and your account moves to the address this mail came to.">
      <ConfirmEmail confirm={confirmEmailAction.bind(null, token)} />
    </AuthPage>
  );
}
