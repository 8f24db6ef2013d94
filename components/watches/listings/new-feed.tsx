"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/client/api";
import type { ListingFeed } from "@/lib/features/watches/listing-schemas";
import { changedQuery, type Query } from "./listing-query";

type Props = { query: Query; onMade: (feed: ListingFeed) => void };

/** Makes an address for what the list shows now. */
export function NewFeed({ query, onMade }: Props) {
  const asked = changedQuery(query, { sort: "", view: "" });
  const isNarrowed = Object.keys(asked).length > 0;
  const form = useSubmit(async ({ name }, element) => {
    onMade(await api<ListingFeed>("POST", "/listings/feeds", { ...asked, name }));
    element.reset();
  });
  return (
    <form {...form.props} className="flex flex-col gap-3">
      {form.notice && <Notice tone="danger">{form.notice}</Notice>}
      <Field
        label="Name"
        name="name"
        dir="auto"
        maxLength={120}
        autoComplete="off"
        required
        description={
          isNarrowed
            ? "It tells of what the list is narrowed to now, and of what comes like that."
            : "It tells of everything open. To narrow it, narrow the list first."
        }
        error={form.error("name")}
      />
      <Button type="submit" pending={form.pending} className="self-start">
        Make a feed
      </Button>
    </form>
  );
}
