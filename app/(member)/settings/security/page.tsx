import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { Section } from "@/components/layout/section";
import { PasswordForm } from "@/components/settings/password-form";
import { SecondFactor } from "@/components/settings/second-factor/second-factor";
import { EndOtherSessions, SessionList } from "@/components/settings/session-list";
import { getAccount } from "@/lib/core/accounts/get-account";
import { getTotp } from "@/lib/core/accounts/second-factor/get-totp";
import { listSessions } from "@/lib/core/sessions/list-sessions";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const ctx = await memberContext("/settings/security");
  const [secondFactor, { items: sessions }, account] = await Promise.all([
    getTotp(ctx, { userId: "me" }),
    listSessions(ctx, { userId: "me", limit: 100 }),
    getAccount(ctx, { userId: ctx.actor.id }),
  ]);
  const connections = "connections" in account ? account.connections : 0;
  return (
    <>
      <Section title="Password" lead="Changing it signs every other device out.">
        <PasswordForm username={ctx.actor.username} />
      </Section>
      <Section title="Second factor" lead="A code from an app, asked for after the password.">
        <SecondFactor state={secondFactor} />
      </Section>
      <Section
        title="Sessions"
        lead={`Where you are signed in${tabsWords(connections)}. End what you do not know, and change your password then.`}
        flush
        aside={
          sessions.length > 1 && (
            <EndOtherSessions
              member="me"
              label="End all others"
              consequence="Every device but this one is signed out at once."
            />
          )
        }
      >
        <SessionList member="me" sessions={sessions} />
      </Section>
    </>
  );
}

const tabsWords = (connections: number): string => (connections > 1 ? `, in ${connections} tabs at the moment` : "");
