"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field, SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import type { BlockView } from "@/lib/core/ip-blocks/schemas";
import { blockLevels } from "./block-words";

const spans = [
  { value: "15", label: "15 minutes" },
  { value: "60", label: "an hour" },
  { value: "1440", label: "a day" },
  { value: "10080", label: "a week" },
  { value: "43200", label: "30 days" },
  { value: "", label: "until it is lifted" },
];

/** The button and the dialog that block an IP or a range. */
export function AddBlock() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title="Block an IP"
      description="Holds at once, on every process. Your own IP is never blocked."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Plus aria-hidden="true" />
          Block
        </Button>
      }
    >
      <Form onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function Form({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const form = useSubmit(async ({ range, level, reason, minutes }) => {
    const asked = { range, level, reason, minutes: minutes ? Number(minutes) : undefined };
    const blocked = await api<BlockView>("POST", "/admin/ip-blocks", asked);
    toast({ title: `${blocked.range} is blocked` });
    onDone();
    router.refresh();
  });
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Field
        label="IP or range"
        name="range"
        description="Such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/48. An IPv6 address stands for its whole /64."
        error={form.error("range")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={50}
        required
      />
      <div className="flex flex-col gap-1.5">
        <p aria-hidden="true" className="font-medium text-sm">
          Keep it from
        </p>
        <Choice label="Keep it from" name="level" options={blockLevels} defaultValue="all" className="sm:grid-cols-3" />
      </div>
      <Field
        label="Reason"
        name="reason"
        description="For other admins. The blocked do not see it."
        error={form.error("reason")}
        autoComplete="off"
        maxLength={200}
        required
      />
      <SelectField label="How long" name="minutes" choices={spans} defaultValue="1440" error={form.error("minutes")} />
      <Button type="submit" look="danger" pending={form.pending}>
        Block it
      </Button>
    </form>
  );
}
