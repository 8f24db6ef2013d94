import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { EmailForm } from "@/components/settings/email-form";
import { ProfileForm } from "@/components/settings/profile-form";
import { getAccount } from "@/lib/core/accounts/get-account";
import { Account } from "@/lib/core/accounts/schemas";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const ctx = await memberContext("/settings");
  const account = Account.parse(await getAccount(ctx, { userId: ctx.actor.id }));
  return (
    <>
      <Section title="Profile">
        <ProfileForm account={account} />
      </Section>
      <Section title="E-mail address" lead="For signing in and for mail from here. Never shown to other members.">
        <EmailForm current={account.email} confirmed={account.emailConfirmed} />
      </Section>
    </>
  );
}
