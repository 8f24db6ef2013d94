import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signInAction } from "@/app/actions/auth";
import { HOME } from "@/app/home";
import { requestContext } from "@/app/page-context";
import { AuthPage, DoorLink } from "@/components/auth/auth-page";
import { SignInForm } from "@/components/auth/sign-in-form";
import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[]; ended?: string; reset?: string }> };

export default async function LoginPage({ searchParams }: Props) {
  const { next, ended, reset } = await searchParams;
  if ((await requestContext()).actor.kind === "member") redirect(HOME.href);
  const news = reset ? "Your new password is set. Sign in with it." : "This session has ended. Sign in to go on.";
  return (
    <AuthPage
      title="Welcome back"
      footer={
        <>
          New here? <DoorLink href="/register">Create an account</DoorLink>
        </>
      }
    >
      <SignInForm
        action={signInAction}
        next={typeof next === "string" ? next : undefined}
        note={(reset || ended) && <Notice tone="info">{news}</Notice>}
      />
    </AuthPage>
  );
}
