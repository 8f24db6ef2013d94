import type { Metadata } from "next";
import { firstAdminAction } from "@/app/actions/auth";
import { AccountForm } from "@/components/auth/account-form";
import { AuthPage } from "@/components/auth/auth-page";
import { newAccountFields } from "@/components/auth/new-account-fields";

export const metadata: Metadata = { title: "First admin", robots: { index: false }, referrer: "no-referrer" };

export default async function FirstAdminPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthPage
      title="Make it yours"
      lead="This link works once. The account you make here is the admin of this instance."
    >
      <AccountForm
        action={firstAdminAction}
        hidden={{ token }}
        fields={newAccountFields}
        submit="Create admin account"
      />
    </AuthPage>
  );
}
