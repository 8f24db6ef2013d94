import type { Metadata } from "next";
import { resetPasswordAction } from "@/app/actions/recovery";
import { AccountForm } from "@/components/auth/account-form";
import { AuthPage, DoorLink } from "@/components/auth/auth-page";

export const metadata: Metadata = { title: "Set a new password", robots: { index: false }, referrer: "no-referrer" };

export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthPage
      title="Set a new password"
      lead="Every device that is signed in now is signed out."
      footer={
        <>
          The link does not work? <DoorLink href="/forgot-password">Ask for a new one</DoorLink>
        </>
      }
    >
      <AccountForm
        action={resetPasswordAction}
        hidden={{ token }}
        fields={[{ label: "New password", name: "newPassword", type: "password", autoComplete: "new-password" }]}
        submit="Set password"
      />
    </AuthPage>
  );
}
