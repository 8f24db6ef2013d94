import { publishEvent } from "@/lib/core/realtime/publish";
import type { AfterCommit } from "@/lib/kit/transact";
import { watchChanged, watchDeleted } from "./events";
import { presentNow } from "./present";
import type { WatchRow } from "./watch-store";

/** Shows the owner's open pages what became of a watch. */
export const publishWatch = (afterCommit: AfterCommit, row: WatchRow): void =>
  afterCommit((committed) =>
    publishEvent(committed, watchChanged, { userId: row.ownerId }, { watch: presentNow(row), run: null }),
  );

export const publishDeletion = (afterCommit: AfterCommit, { id, ownerId }: WatchRow): void =>
  afterCommit((committed) => publishEvent(committed, watchDeleted, { userId: ownerId }, { watchId: id }));
