import type { Metadata } from "next";
import { requestResetAction } from "@/app/actions/recovery";
import { AccountForm } from "@/components/auth/account-form";
import { AuthPage, DoorLink } from "@/components/auth/auth-page";
import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "Forgot your password" };

type Props = { searchParams: Promise<{ sent?: string }> };

export default async function ForgotPasswordPage({ searchParams }: Props) {
  const { sent } = await searchParams;
  return (
    <AuthPage
      title="Forgot your password?"
      lead="Tell us the e-mail address of your account. A mail with a link lets you set a new one."
      footer={<DoorLink href="/login">Back to sign in</DoorLink>}
    >
      <AccountForm
        action={requestResetAction}
        note={
          sent && (
            <Notice tone="info">
              If an account has this address, a mail is on its way. Its link works once, for half an hour.
            </Notice>
          )
        }
        fields={[{ label: "E-mail", name: "email", type: "email", autoComplete: "email" }]}
        submit={sent ? "Send another" : "Send the link"}
      />
    </AuthPage>
  );
}
