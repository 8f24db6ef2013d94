import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signInAction } from "@/app/actions/auth";
import { requestContext } from "@/app/page-context";
import { AccountForm } from "@/components/auth/account-form";
import { AuthPage, DoorLink } from "@/components/auth/auth-page";
import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[]; ended?: string }> };

export default async function LoginPage({ searchParams }: Props) {
  const { next, ended } = await searchParams;
  if ((await requestContext()).actor.kind === "member") redirect("/rooms");
  return (
    <AuthPage
      title="Welcome back"
      footer={
        <>
          New here? <DoorLink href="/register">Create an account</DoorLink>
        </>
      }
    >
      <AccountForm
        action={signInAction}
        hidden={typeof next === "string" ? { next } : {}}
        note={ended && <Notice tone="info">This session has ended. Sign in to go on.</Notice>}
        fields={[
          { label: "User name or e-mail", name: "username", autoComplete: "username" },
          { label: "Password", name: "password", type: "password", autoComplete: "current-password" },
        ]}
        submit="Sign in"
      />
    </AuthPage>
  );
}
