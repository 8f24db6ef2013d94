"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/ui/use-submit";
import { words } from "@/components/words";
import { api } from "@/lib/client/api";
import { useMe } from "@/lib/client/member";
import { Refusal } from "@/lib/client/refusal";
import { endItself } from "@/lib/client/session-end";
import { useLive } from "@/lib/client/use-live";
import { PasswordField } from "./password-field";

/** `leave` takes the ended session out of the browser and leads away. */
type Props = { leave: () => Promise<void> };

/** The button and the dialog that end an account for good. */
export function DeleteAccount({ leave }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Delete your account"
      description={`This cannot be undone. ${words.leftBehind}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="danger" className="self-start">
          Delete account
        </Button>
      }
    >
      <DeleteForm leave={leave} />
    </Dialog>
  );
}

function DeleteForm({ leave }: Props) {
  const { username } = useMe();
  const live = useLive();
  const [leaving, startLeaving] = useTransition();
  const form = useSubmit(async ({ confirmation = "", password }) => {
    if (confirmation.trim() !== username) throw notTyped(username);
    // The server ends every session of a deleted account; this page leaves on its own terms.
    endItself(true);
    live.close();
    try {
      await api("POST", "/users/me/deletion", { password });
    } catch (error) {
      endItself(false);
      live.open();
      throw error;
    }
    startLeaving(leave);
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Field
        label={`Type ${username} to confirm`}
        name="confirmation"
        error={form.error("confirmation")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField error={form.error("password")} />
      <Button type="submit" look="danger" pending={form.pending || leaving}>
        Delete for good
      </Button>
    </form>
  );
}

const notTyped = (username: string) =>
  new Refusal("invalid_input", "confirmation", [{ field: "confirmation", message: `must be ${username}` }]);
