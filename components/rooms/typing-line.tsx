"use client";

import { useRoom } from "./room-context";
import { useTypers } from "./use-typing";

/** Who is typing, in a line that always has its place. */
export function TypingLine() {
  const { room } = useRoom();
  const names = useTypers(room.id).map(({ name }) => name);
  return (
    <p className="flex h-5 min-w-0 flex-1 items-center gap-1.5 text-faint text-xs">
      {names.length > 0 && (
        <>
          <span aria-hidden="true" className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
          <span className="truncate">{sentence(names)}</span>
        </>
      )}
    </p>
  );
}

function sentence([first, second, ...rest]: string[]): string {
  if (rest.length > 0) return "Several people are typing";
  return second ? `${first} and ${second} are typing` : `${first} is typing`;
}
