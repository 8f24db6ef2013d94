import type { Metadata } from "next";
import { signOutAction } from "@/app/actions/auth";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { DeleteAccount } from "@/components/settings/delete-account";
import { ExportButton } from "@/components/settings/export-button";

export const metadata: Metadata = { title: "Your data" };

export default async function DataPage() {
  await memberContext("/settings/data");
  return (
    <>
      <Section
        title="Download"
        lead="Your account, settings, sessions, notifications, activity and what you wrote, in one JSON file."
      >
        <ExportButton />
      </Section>
      <Section
        title="Delete your account"
        lead="Your profile, settings, sessions, notifications and activity go at once."
      >
        <DeleteAccount leave={signOutAction} />
      </Section>
    </>
  );
}
