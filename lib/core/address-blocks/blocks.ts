import { LRUCache } from "lru-cache";
import { publish, RESUMED, subscribe } from "@/lib/kit/bus";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { fail } from "@/lib/shared/errors";
import { contains, parseRange, type Range } from "./range";
import type { BlockLevel } from "./schemas";
import { activeBlocks, addHits } from "./store";

/** The bus topic of a change; the hub cuts connections of addresses that may no longer ask. */
export const BLOCKS_CHANGED = "address-blocks:changed";

const REREAD_MS = 60_000;
const HITS_MS = 5_000;
const RANK: Record<BlockLevel, number> = { sign_in: 1, writes: 2, all: 3 };

type Block = { id: string; range: Range; level: BlockLevel; expiresAt: number };
type Blocks = {
  list: Block[];
  /** What an address meets, so that the list is walked once an address. */
  met: LRUCache<string, { block?: Block }>;
  hits: Map<string, number>;
};

const blocks = (): Blocks =>
  remember<Blocks>("address-blocks", () => ({ list: [], met: new LRUCache({ max: 10_000 }), hits: new Map() }));

/** The strictest block that `address` is under now. */
function blockOf(address: string): Block | undefined {
  const { list, met } = blocks();
  if (list.length === 0) return undefined;
  const known = met.get(address);
  const found = known ?? { block: list.find(({ range }) => contains(range, address)) };
  if (!known) met.set(address, found);
  if (!found.block || found.block.expiresAt > Date.now()) return found.block;
  blocks().list = list.filter(({ expiresAt }) => expiresAt > Date.now());
  met.clear();
  return blockOf(address);
}

/** Whether an address may do what `level` names. */
export function isBlocked(address: string, level: BlockLevel): boolean {
  const block = blockOf(address);
  return block !== undefined && RANK[block.level] >= RANK[level];
}

/** @throws blocked when `address` may not do what `level` names; the block counts the hit */
export function refuseBlocked(address: string, level: BlockLevel): void {
  const block = blockOf(address);
  if (!block || RANK[block.level] < RANK[level]) return;
  const { hits } = blocks();
  hits.set(block.id, (hits.get(block.id) ?? 0) + 1);
  fail("blocked");
}

/** Reads the blocks, now and whenever one changes, and writes hits. The answered function stops it. */
export async function watchBlocks(): Promise<() => Promise<void>> {
  await readBlocks();
  const reread = () =>
    readBlocks().catch((error: unknown) => log().warn({ err: error }, "the blocks could not be read"));
  const stops = [
    subscribe(BLOCKS_CHANGED, (_, { local }) => (local ? undefined : reread())),
    subscribe(RESUMED, reread),
  ];
  const timers = [setInterval(() => void reread(), REREAD_MS), setInterval(() => void flushHits(), HITS_MS)];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    for (const stop of stops) stop();
    await flushHits();
  };
}

/** After a commit: this process knows the blocks before it goes on, the others read them at once. */
export async function announceBlocks(): Promise<void> {
  await readBlocks();
  publish(BLOCKS_CHANGED, {});
}

/** Reads the blocks in force into this process. */
export async function readBlocks(): Promise<void> {
  const rows = await activeBlocks();
  const list = rows.flatMap(({ id, range, level, expiresAt }) => {
    const parsed = parseRange(range);
    if (!parsed) return [];
    return [
      { id, range: parsed, level: level as BlockLevel, expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY },
    ];
  });
  blocks().list = list.sort((a, b) => RANK[b.level] - RANK[a.level]);
  blocks().met.clear();
}

async function flushHits(): Promise<void> {
  const { hits } = blocks();
  const batch = [...hits];
  hits.clear();
  try {
    await addHits(batch);
  } catch (error) {
    for (const [id, count] of batch) hits.set(id, (hits.get(id) ?? 0) + count);
    log().warn({ err: error }, "hits of blocks could not be written yet");
  }
}
