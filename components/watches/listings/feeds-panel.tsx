"use client";

import { Rss, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import type { ListingFeed } from "@/lib/features/watches/listing-schemas";
import type { Page } from "@/lib/shared/page";
import { FeedAddress } from "./feed-address";
import type { Query } from "./listing-query";
import { NewFeed } from "./new-feed";

/** The button and the dialog of the secret addresses at which feed readers find listings. */
export function FeedsPanel({ query }: { query: Query }) {
  const [open, setOpen] = useState(false);
  const [feeds, setFeeds] = useState<readonly ListingFeed[]>();
  const [wrong, setWrong] = useState<string>();
  const change = (isOpen: boolean) => {
    setOpen(isOpen);
    if (!isOpen) return;
    api<Page<ListingFeed>>("GET", "/listings/feeds?limit=100").then(
      ({ items }) => setFeeds(items),
      (error: unknown) => setWrong(asRefusal(error).message),
    );
  };
  const add = useCallback((feed: ListingFeed) => setFeeds((now) => [feed, ...(now ?? [])]), []);
  const remove = (id: string) => setFeeds((now) => now?.filter((feed) => feed.id !== id));
  return (
    <Dialog
      title="Feeds"
      description="Your listings in any feed reader, by an address that only you know."
      open={open}
      onOpenChange={change}
      trigger={
        <Button look="plain" aria-label="Feeds">
          <Rss aria-hidden="true" />
          <span className="max-sm:hidden">Feeds</span>
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <NewFeed query={query} onMade={add} />
        {wrong && <Notice tone="danger">{wrong}</Notice>}
        {!feeds && !wrong && <Spinner className="self-center text-faint" />}
        {feeds && feeds.length > 0 && (
          <ul aria-label="Your feeds" className="flex flex-col divide-y divide-line rounded-md border border-line">
            {feeds.map((feed) => (
              <FeedLine key={feed.id} feed={feed} onRemoved={() => remove(feed.id)} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function FeedLine({ feed: { id, name, path }, onRemoved }: { feed: ListingFeed; onRemoved: () => void }) {
  const [asks, setAsks] = useState(false);
  const { pending, attempt } = useAttempt();
  const remove = () =>
    attempt("The feed was not deleted", async () => {
      await api("DELETE", `/listings/feeds/${id}`);
      onRemoved();
    });
  return (
    <li className="flex flex-col gap-2 p-3">
      <div className="flex items-center justify-between gap-2">
        <p dir="auto" className="min-w-0 truncate font-medium text-sm">
          {name}
        </p>
        <IconButton label={`Delete the feed ${name}`} size="icon-sm" pending={pending} onClick={() => setAsks(true)}>
          <Trash2 />
        </IconButton>
      </div>
      <FeedAddress name={name} path={path} />
      <Confirm
        title={`Delete the feed “${name}”?`}
        consequence="Readers that know its address get nothing any more. The address cannot be brought back."
        verb="Delete"
        open={asks}
        onOpenChange={setAsks}
        onConfirm={remove}
      />
    </li>
  );
}
