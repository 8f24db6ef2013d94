"use client";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { useMe } from "@/lib/client/member";
import { useConnectionState } from "@/lib/client/use-live";
import type { Pending } from "@/lib/features/rooms/client/room-store";
import { MessageBody } from "./message-body";
import { useRoom } from "./room-context";

/** An own message that the server has not confirmed: paler, with what becomes of it. */
export function PendingRow({ pending }: { pending: Pending }) {
  const { link } = useRoom();
  const me = useMe();
  const isOnline = useConnectionState() === "online";
  const isFailed = pending.state === "failed";
  return (
    <div data-pending={pending.state} className="flex gap-3 px-5 py-1 sm:px-6">
      <Avatar name={me.displayName} id={me.id} className={isFailed ? undefined : "opacity-60"} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 leading-snug">
          <span className="font-semibold text-sm">{me.displayName}</span>
          {!isFailed && (
            <span className="text-faint text-xs">{isOnline ? "Sending" : "Waiting for the connection"}</span>
          )}
        </p>
        <div className={isFailed ? undefined : "text-soft"}>
          <MessageBody body={pending.body} me={me.username} />
        </div>
        {isFailed && (
          <div role="alert" className="mt-1 flex flex-wrap items-center gap-2 text-danger-ink text-sm">
            Not sent. {pending.reason}
            <Button look="plain" size="sm" onClick={() => link.outbox.retry(pending.clientId)}>
              Try again
            </Button>
            <Button look="quiet" size="sm" onClick={() => link.outbox.discard(pending.clientId)}>
              Discard
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
