"use client";

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { useMe } from "@/lib/client/member";
import { useStore } from "@/lib/client/store";
import { useTimeZone } from "@/lib/client/time";
import { logRows } from "@/lib/features/rooms/client/log-rows";
import type { RoomLink } from "@/lib/features/rooms/client/room-link";
import { isAtEnd as reachesEnd, visible } from "@/lib/features/rooms/client/room-store";
import { JumpButton } from "./jump-button";
import { LogRows } from "./log-rows-view";
import { createLogScroll, type LogScroll } from "./log-scroll";
import { PendingRow } from "./pending-row";
import { useRoom } from "./room-context";
import { useReadPosition } from "./use-read-position";

type Props = {
  initialReadSeq: number | null;
  /** The message to show, by `seq`. */
  target: number | undefined;
};

/** What was said, oldest above. Arrow keys walk through it. */
export function MessageLog({ initialReadSeq, target }: Props) {
  const { room, link } = useRoom();
  const me = useMe();
  const timeZone = useTimeZone();
  const log = useStore(link.log);
  const reading = useStore(link.history.state);
  const [scroll] = useState(() => createLogScroll(edgesOf(link)));
  const messages = useMemo(() => visible(log), [log]);
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const { attach, isAtEnd: isScrolledDown } = scroll;
  const isAtEnd = useStore(isScrolledDown) && reachesEnd(log);
  const marker = useReadPosition({ roomId: room.id, lastSeq, isAtEnd, initial: initialReadSeq });
  const rows = useMemo(
    () => logRows(messages, { timeZone, me: me.id, readSeq: marker }),
    [messages, timeZone, me.id, marker],
  );
  const first = messages[0]?.id;
  useLayoutEffect(() => {
    // Drawn anew, whatever it was that changed: the reader stays where they are.
    if (rows.length + log.pending.length >= 0) scroll.settle(first);
  }, [scroll, first, rows, log.pending]);
  useEffect(() => {
    if (initialReadSeq !== null) scroll.toElement("[data-unread-marker]");
  }, [scroll, initialReadSeq]);
  useEffect(() => {
    if (target !== undefined) void jump(target, link, scroll);
  }, [target, link, scroll]);
  useOwnSendScrolls(log.pending.length, scroll);
  const jumpTo = useCallback((seq: number) => void jump(seq, link, scroll), [link, scroll]);
  const isBusy = reading !== "idle" && reading !== "failed";
  return (
    <div className="relative min-h-0 flex-1">
      <div ref={attach} className="relative h-full overflow-y-auto overscroll-contain [overflow-anchor:none]">
        <div className="flex min-h-full flex-col justify-end pt-4 pb-2">
          <Beginning hasOlder={log.from > 0} state={reading} onRetry={() => void link.history.older()} />
          <div ref={walkWithArrows} role="log" aria-label="Messages" aria-live="polite" aria-busy={isBusy}>
            <LogRows rows={rows} messages={messages} onJump={jumpTo} />
            {log.pending.map((pending) => (
              <PendingRow key={pending.clientId} pending={pending} />
            ))}
          </div>
        </div>
      </div>
      {!isAtEnd && <JumpButton known={log.known} onPress={() => void toNewest(link, scroll)} />}
    </div>
  );
}

/** More is read as the reader comes near an edge; after a failure only when they ask. */
const edgesOf = ({ history }: RoomLink) => ({
  onNearTop: () => void (history.state.get() !== "failed" && history.older()),
  onNearEnd: () => void (history.state.get() !== "failed" && history.newer()),
});

async function jump(seq: number, { history }: RoomLink, scroll: LogScroll): Promise<void> {
  const isThere = scroll.toMessage(seq) !== undefined || (await history.around(seq));
  if (isThere) await nextFrame();
  scroll.toMessage(seq)?.focus({ preventScroll: true });
}

async function toNewest({ log, history }: RoomLink, scroll: LogScroll): Promise<void> {
  if (!reachesEnd(log.get())) await history.newest();
  await nextFrame();
  scroll.toEnd();
}

const nextFrame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** Who writes wants to see it, wherever they had scrolled. */
function useOwnSendScrolls(pending: number, scroll: LogScroll) {
  const before = useRef(pending);
  useEffect(() => {
    if (pending > before.current) scroll.toEnd();
    before.current = pending;
  }, [pending, scroll]);
}

/** Arrow keys move from message to message while one of them has the focus. */
function walkWithArrows(log: HTMLElement | null) {
  const walk = (event: KeyboardEvent) => {
    const { target, key } = event;
    if (!log || !(target instanceof HTMLElement) || target.dataset.seq === undefined) return;
    const all = [...log.querySelectorAll<HTMLElement>("[data-seq]")];
    const at = all.indexOf(target);
    const moves: Record<string, HTMLElement | undefined> = {
      ArrowUp: all[at - 1],
      ArrowDown: all[at + 1],
      Home: all[0],
      End: all.at(-1),
    };
    const next = moves[key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  log?.addEventListener("keydown", walk);
  return () => log?.removeEventListener("keydown", walk);
}

type BeginningProps = { hasOlder: boolean; state: string; onRetry: () => void };

function Beginning({ hasOlder, state, onRetry }: BeginningProps) {
  const { room } = useRoom();
  if (state === "failed") {
    return (
      <div className="flex items-center justify-center gap-3 py-4 text-soft text-sm">
        Earlier messages could not be read.
        <Button look="plain" size="sm" onClick={onRetry}>
          Try again
        </Button>
      </div>
    );
  }
  if (hasOlder) {
    return (
      <div className="flex h-14 items-center justify-center text-faint">
        <Spinner />
        <span className="sr-only">Earlier messages are being read</span>
      </div>
    );
  }
  return (
    <p className="px-5 pt-8 pb-2 text-faint text-sm sm:px-6">
      {room.kind === "direct" ? "Only the two of you can read this." : `This is where ${room.name} begins.`}
    </p>
  );
}
