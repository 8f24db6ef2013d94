import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { registerAction } from "@/app/actions/auth";
import { HOME } from "@/app/home";
import { requestContext } from "@/app/page-context";
import { AccountForm } from "@/components/auth/account-form";
import { AuthPage, DoorLink } from "@/components/auth/auth-page";
import { newAccountFields } from "@/components/auth/new-account-fields";

export const metadata: Metadata = { title: "Create account" };

export default async function RegisterPage() {
  if ((await requestContext()).actor.kind === "member") redirect(HOME.href);
  return (
    <AuthPage
      title="Join in"
      lead="An account takes a name, an address and a password."
      footer={
        <>
          Already a member? <DoorLink href="/login">Sign in</DoorLink>
        </>
      }
    >
      <AccountForm action={registerAction} fields={newAccountFields} submit="Create account" />
    </AuthPage>
  );
}
