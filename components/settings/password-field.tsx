import { Field } from "@/components/ui/field";

/** Asks for the password one has, to confirm a change. */
export const PasswordField = ({ error }: { error: string | undefined }) => (
  <Field label="Your password" name="password" type="password" error={error} autoComplete="current-password" required />
);
