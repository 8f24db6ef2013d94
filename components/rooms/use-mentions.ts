"use client";

import { type KeyboardEvent, useMemo, useState } from "react";
import { useMe } from "@/lib/client/member";
import { completeMention, mentionAt } from "@/lib/features/rooms/client/mention-query";
import type { RoomMember } from "@/lib/features/rooms/schemas";

/** Members offered at once. */
const OFFERED_MAX = 6;

type Options = {
  members: readonly RoomMember[];
  text: string;
  caret: number;
  onComplete: (text: string, caret: number) => void;
};

/** Offers the members whose name begins like the mention being typed. */
export function useMentions({ members, text, caret, onComplete }: Options) {
  const me = useMe();
  const [index, setIndex] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const query = mentionAt(text, caret);
  const isOpen = query !== undefined && dismissed !== query.start;
  const typed = query?.text.toLowerCase();
  const offered = useMemo(() => {
    if (!isOpen || typed === undefined) return [];
    const fits = ({ user }: RoomMember) =>
      user.id !== me.id && [user.username, user.displayName].some((name) => name.toLowerCase().startsWith(typed));
    return members.filter(fits).slice(0, OFFERED_MAX);
  }, [isOpen, typed, members, me.id]);
  const active = offered[Math.min(index, offered.length - 1)];
  const choose = ({ user }: RoomMember) => {
    if (!query) return;
    const done = completeMention(text, caret, query, user.username);
    onComplete(done.text, done.caret);
    setIndex(0);
  };
  /** Answers whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!active || !query) return false;
    const at = offered.indexOf(active);
    if (event.key === "ArrowDown") setIndex((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setIndex((at + offered.length - 1) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(active);
    else if (event.key === "Escape") setDismissed(query.start);
    else return false;
    event.preventDefault();
    return true;
  };
  return { offered, active, choose, onKey };
}
