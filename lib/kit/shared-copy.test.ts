import { expect, test, vi } from "vitest";
import { publish, RESUMED } from "./bus";
import { sharedCopy } from "./shared-copy";
import { autocommit } from "./transact";

const PATIENT = { timeout: 60_000 };

/** A read that ends when the test says so, with what was stored when it began. */
function slowRead() {
  const state = { stored: 1, copy: 0 };
  const ends: ((failure?: Error) => void)[] = [];
  const read = async () => {
    const { stored } = state;
    await new Promise<void>((resolve, reject) => ends.push((failure) => (failure ? reject(failure) : resolve())));
    state.copy = stored;
  };
  return { state, ends, read };
}

let names = 0;
const copyOf = (read: () => Promise<void>) => sharedCopy(`test-${++names}`, read);

test("reads again for whoever asks while a read is under way, once, and after it", async () => {
  const { state, ends, read } = slowRead();
  const copy = copyOf(read);
  const first = copy.refresh();
  state.stored = 2;
  const [second, third] = [copy.refresh(), copy.refresh()];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await first;
  expect(state.copy).toBe(1);
  await vi.waitFor(() => expect(ends).toHaveLength(2), PATIENT);
  ends[1]?.();
  await Promise.all([second, third]);
  expect([state.copy, ends.length]).toEqual([2, 2]);
});

test("tells of a change although the read after it fails, and tries again", async () => {
  const { state, ends, read } = slowRead();
  const copy = copyOf(read);
  const told = autocommit(async (_tx, afterCommit) => afterCommit(copy.publish));
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  ends[0]?.(new Error("the database is away"));
  await told;
  expect(state.copy).toBe(0);
  await vi.waitFor(() => expect(ends).toHaveLength(2), PATIENT);
  ends[1]?.();
  await vi.waitFor(() => expect(state.copy).toBe(1), PATIENT);
});

test("reads when the bus was cut, until it is stopped", async () => {
  const read = vi.fn(() => Promise.resolve());
  const stop = await copyOf(read).start();
  publish(RESUMED, null);
  expect(read).toHaveBeenCalledTimes(2);
  stop();
  publish(RESUMED, null);
  expect(read).toHaveBeenCalledTimes(2);
});

test("misses nothing that is announced while it reads for the first time", async () => {
  const { state, ends, read } = slowRead();
  const starting = copyOf(read).start();
  state.stored = 2;
  publish(RESUMED, null);
  ends[0]?.();
  const stop = await starting;
  await vi.waitFor(() => expect(ends).toHaveLength(2), PATIENT);
  ends[1]?.();
  await vi.waitFor(() => expect(state.copy).toBe(2), PATIENT);
  stop();
});

test("listens no more when it can't read for the first time", async () => {
  const read = vi.fn(() => Promise.reject(new Error("the database is away")));
  await expect(copyOf(read).start()).rejects.toThrow("the database is away");
  publish(RESUMED, null);
  expect(read).toHaveBeenCalledTimes(1);
});
