import type { Metadata } from "next";
import { registerAction } from "@/app/actions/auth";
import { AccountForm } from "@/components/auth/account-form";
import { AuthPage, DoorLink } from "@/components/auth/auth-page";
import { newAccountFields } from "@/components/auth/new-account-fields";

export const metadata: Metadata = { title: "Create account" };

export default function RegisterPage() {
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
