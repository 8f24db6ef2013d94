import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  discard,
  enqueue,
  extendNewer,
  extendOlder,
  fill,
  hasGap,
  hear,
  isAtEnd,
  jumpTo,
  markFailed,
  openRoom,
  type RoomState,
  retry,
  visible,
} from "./room-store";
import type { Message } from "./wire";

const ME = "me";

function message(seq: number, changes: Partial<Message> = {}): Message {
  return {
    id: `message-${seq}`,
    roomId: "room",
    seq,
    rev: seq,
    version: 1,
    author: { id: "ada", username: "ada", displayName: "Ada" },
    clientId: `client-${seq}`,
    body: `body ${seq}`,
    card: null,
    replyTo: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    editedAt: null,
    deletedAt: null,
    ...changes,
  };
}

const edited = (seq: number, rev: number) =>
  message(seq, { rev, body: `edit ${rev}`, editedAt: "2026-01-01T00:01:00.000Z" });
const mine = (seq: number, clientId: string) =>
  message(seq, { clientId, author: { id: ME, username: "me", displayName: "Me" } });
const empty = () => openRoom(ME, 0, { items: [], hasOlder: false, hasNewer: false });
const seqs = (state: RoomState) => visible(state).map((item) => item.seq);
const draft = (clientId: string) => ({ clientId, body: "hi", replyTo: null, createdAt: "2026-01-01T00:00:00.000Z" });

/** What really happened in a room, as every version of every message in the order of its number. */
const histories = fc
  .array(fc.record({ isNew: fc.boolean(), pick: fc.nat(1000) }), { minLength: 1, maxLength: 30 })
  .map((steps) => {
    const versions: Message[] = [];
    for (const [index, step] of steps.entries()) {
      const rev = index + 1;
      const target = versions[step.pick % Math.max(versions.length, 1)];
      versions.push(step.isNew || !target ? message(rev) : edited(target.seq, rev));
    }
    return versions;
  });

/** The room at the end of a history. */
function outcome(versions: readonly Message[]): Message[] {
  const last = new Map(versions.map((version) => [version.id, version]));
  return [...last.values()].sort((a, b) => a.seq - b.seq);
}

/** Asks a server that holds `versions` for what came after, in pages of `size`, until nothing is left. */
function syncAll(start: RoomState, versions: readonly Message[], size: number): RoomState {
  let state = start;
  for (;;) {
    const after = outcome(versions)
      .filter((item) => item.rev > state.synced)
      .sort((a, b) => a.rev - b.rev);
    const page = after.slice(0, size);
    const more = after.length > size;
    state = fill(state, page, more ? (page.at(-1)?.rev ?? 0) : versions.length);
    if (!more) return state;
  }
}

describe("a room's deliveries", () => {
  it("end in the same list in any order and with any repetition", () => {
    const deliveries = histories.chain((versions) =>
      fc.record({
        versions: fc.constant(versions),
        order: fc.shuffledSubarray([...versions, ...versions, ...versions], { minLength: versions.length }),
        rest: fc.shuffledSubarray([...versions], { minLength: versions.length }),
      }),
    );
    fc.assert(
      fc.property(deliveries, ({ versions, order, rest }) => {
        const state = [...order, ...rest].reduce(hear, empty());
        expect(visible(state)).toEqual(outcome(versions));
        expect(state.synced).toBe(versions.length);
        expect(hasGap(state)).toBe(false);
      }),
    );
  });

  it("are completed by sync whatever got lost", () => {
    const deliveries = histories.chain((versions) =>
      fc.record({
        versions: fc.constant(versions),
        arrived: fc.shuffledSubarray([...versions]),
        late: fc.shuffledSubarray([...versions]),
        size: fc.integer({ min: 1, max: 5 }),
      }),
    );
    fc.assert(
      fc.property(deliveries, ({ versions, arrived, late, size }) => {
        const state = late.reduce(hear, syncAll(arrived.reduce(hear, empty()), versions, size));
        expect(visible(state)).toEqual(outcome(versions));
        expect(state.synced).toBe(versions.length);
        expect(hasGap(state)).toBe(false);
      }),
    );
  });

  it("show a gap until the missing number comes", () => {
    const holed = [message(1), message(3), message(4)].reduce(hear, empty());
    expect([hasGap(holed), holed.synced, seqs(holed)]).toEqual([true, 1, [1, 3, 4]]);
    const whole = hear(holed, message(2));
    expect([hasGap(whole), whole.synced, seqs(whole)]).toEqual([false, 4, [1, 2, 3, 4]]);
  });

  it("keep the newer version when an older one comes late", () => {
    const state = [message(1), edited(1, 3), edited(1, 2)].reduce(hear, empty());
    expect(visible(state).map((item) => item.body)).toEqual(["edit 3"]);
  });
});

describe("the window", () => {
  const middle = { items: [message(11), message(12)], hasOlder: true, hasNewer: true };

  it("shows only what it covers and remembers the rest", () => {
    const state = hear(openRoom(ME, 20, middle), message(21));
    expect([seqs(state), isAtEnd(state)]).toEqual([[11, 12], false]);
    expect(seqs(extendNewer(state, [message(15), message(20), message(21)], false))).toEqual([11, 12, 15, 20, 21]);
  });

  it("takes the version heard live over the one of a page read earlier", () => {
    const state = hear(openRoom(ME, 20, middle), edited(5, 21));
    const extended = extendOlder(state, [message(5), message(7)], true);
    expect(visible(extended).map((item) => item.body)).toEqual(["edit 21", "body 7", "body 11", "body 12"]);
  });

  it("reaches down to the beginning when there is nothing older", () => {
    const state = extendOlder(openRoom(ME, 20, middle), [], false);
    expect(seqs(hear(state, message(2)))).toEqual([2, 11, 12]);
  });

  it("hides the part it left after a jump, on both sides", () => {
    const end = { items: [message(19), message(20)], hasOlder: true, hasNewer: false };
    expect(seqs(jumpTo(openRoom(ME, 20, end), middle))).toEqual([11, 12]);
    expect(seqs(jumpTo(openRoom(ME, 20, middle), end))).toEqual([19, 20]);
  });
});

describe("own messages", () => {
  it("wait until they come back, and are shown once", () => {
    const sending = enqueue(empty(), draft("a"));
    expect(sending.pending.map((item) => item.state)).toEqual(["sending"]);
    const arrived = hear(hear(sending, mine(1, "a")), mine(1, "a"));
    expect([arrived.pending, seqs(arrived)]).toEqual([[], [1]]);
    expect(enqueue(arrived, draft("a")).pending).toEqual([]);
  });

  it("are not taken for arrived when someone else used the same client id", () => {
    const state = hear(enqueue(empty(), draft("a")), message(1, { clientId: "a" }));
    expect(state.pending).toHaveLength(1);
  });

  it("can fail, be tried again and be given up", () => {
    const failed = markFailed(enqueue(enqueue(empty(), draft("a")), draft("b")), "a", "too fast");
    expect(failed.pending.map((item) => [item.state, item.reason])).toEqual([
      ["failed", "too fast"],
      ["sending", undefined],
    ]);
    expect(retry(failed, "a").pending[0]).toMatchObject({ state: "sending", reason: undefined });
    expect(discard(failed, "a").pending.map((item) => item.clientId)).toEqual(["b"]);
  });

  it("are confirmed by a sync as well", () => {
    const state = fill(enqueue(empty(), draft("a")), [mine(1, "a")], 1);
    expect([state.pending, seqs(state)]).toEqual([[], [1]]);
  });
});
