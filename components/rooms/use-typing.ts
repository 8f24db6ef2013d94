"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useMe } from "@/lib/client/member";
import { useLive, useLiveEvent } from "@/lib/client/use-live";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { Typing } from "@/lib/features/rooms/schemas";

/** How long a "typing" lasts when nothing more is heard, in milliseconds. */
const TYPING_SHOWN_MS = 4_000;

type Typer = { id: string; name: string; until: number };

/** The others who are typing in a room right now. */
export function useTypers(roomId: string): Typer[] {
  const me = useMe();
  const [typers, setTypers] = useState<Typer[]>([]);
  useLiveEvent(
    "typing",
    useCallback(
      ({ roomId: where, user }: Typing) => {
        if (where !== roomId || user.id === me.id) return;
        const typer = { id: user.id, name: user.displayName, until: Date.now() + TYPING_SHOWN_MS };
        setTypers((current) => [...current.filter(({ id }) => id !== user.id), typer]);
      },
      [roomId, me.id],
    ),
  );
  useLiveEvent(
    "message:new",
    useCallback((message: Message) => {
      setTypers((current) =>
        current.some(({ id }) => id === message.author?.id)
          ? current.filter(({ id }) => id !== message.author?.id)
          : current,
      );
    }, []),
  );
  useEffect(() => {
    if (typers.length === 0) return undefined;
    const next = Math.min(...typers.map(({ until }) => until));
    const timer = setTimeout(
      () => setTypers((current) => current.filter(({ until }) => until > next)),
      next - Date.now(),
    );
    return () => clearTimeout(timer);
  }, [typers]);
  return typers;
}

/** Telling that one is typing is repeated at most this often, in milliseconds. */
const REPEAT_MS = 2_500;

/** Answers what to call on every key: it tells the others that the member is typing. */
export function useTellTyping(roomId: string): () => void {
  const live = useLive();
  const me = useMe();
  const last = useRef(0);
  // A message ends what was told before it: the next key tells anew.
  useLiveEvent(
    "message:new",
    useCallback(
      ({ roomId: where, author }: Message) => {
        if (where === roomId && author?.id === me.id) last.current = 0;
      },
      [roomId, me.id],
    ),
  );
  return useCallback(() => {
    if (Date.now() - last.current < REPEAT_MS || live.state() !== "online") return;
    last.current = Date.now();
    live.request("typing", { roomId }).catch(() => {});
  }, [live, roomId]);
}
