import { LRUCache } from "lru-cache";
import type { Actor } from "@/lib/core/context";
import { publishHere } from "@/lib/kit/bus";
import { RangeMap } from "@/lib/kit/ip";
import { remember } from "@/lib/kit/remember";
import { sharedCopy } from "@/lib/kit/shared-copy";
import type { AfterCommit } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { noteHit, startHitFlush } from "./hits";
import { parseBlockRange } from "./range";
import type { BlockLevel } from "./schemas";
import { activeBlocks } from "./store";

/** Said within a process whenever it has read the blocks: the hub cuts connections of IPs that may no longer ask. */
export const BLOCKS_READ = "ip-blocks:read";

const RANK: Record<BlockLevel, number> = { sign_in: 1, writes: 2, all: 3 };

type Block = { id: string; level: BlockLevel; automatic: boolean; expiresAt: number };
type Blocks = {
  ranges: RangeMap<Block>;
  /** What an IP meets, the strictest first, so that it is looked up once. */
  met: LRUCache<string, Block[]>;
};

const blocks = (): Blocks =>
  remember<Blocks>("ip-blocks", () => ({
    ranges: new RangeMap(),
    met: new LRUCache({ max: 10_000 }),
  }));

/** The strictest block that keeps `ip` from what `level` names, and does not spare whoever asks. */
function blockOf(ip: string, level: BlockLevel, spares: (block: Block) => boolean = () => false) {
  const { ranges, met } = blocks();
  if (ranges.isEmpty) return undefined;
  const known = met.get(ip) ?? ranges.of(ip).sort((a, b) => RANK[b.level] - RANK[a.level]);
  met.set(ip, known);
  const now = Date.now();
  return known.find((block) => block.expiresAt > now && RANK[block.level] >= RANK[level] && !spares(block));
}

/** Whether an IP may not do what `level` names. */
export const isBlocked = (ip: string, level: BlockLevel): boolean => blockOf(ip, level) !== undefined;

/** As `isBlocked`, for a door that turns the IP away then: the block counts the hit. */
export function isTurnedAway(ip: string, level: BlockLevel): boolean {
  const block = blockOf(ip, level);
  if (block) noteHit(block.id);
  return block !== undefined;
}

/**
 * A block that Throng set by itself keeps only visitors from writing: a member or guest (`actor`) is not held
 * responsible for the others behind the same IP, as in a class. Signing in is a visitor's doing, whoever does it,
 * unless with a device that is known (accounts/sign-in.ts).
 * @throws blocked when `ip` may not do what `level` names; the block counts the hit
 */
export function refuseBlocked(ip: string, level: BlockLevel, actor?: Actor): void {
  const isKnown = actor?.kind === "member" || actor?.kind === "guest";
  refuse(blockOf(ip, level, ({ automatic }) => automatic && level === "writes" && isKnown));
}

/**
 * As `refuseBlocked`, for who may be known to the instance by more than the IP: only what an admin blocked holds.
 * @throws blocked
 */
export const refuseBlockedByAdmin = (ip: string, level: BlockLevel): void =>
  refuse(blockOf(ip, level, ({ automatic }) => automatic));

function refuse(block: Block | undefined): void {
  if (!block) return;
  noteHit(block.id);
  fail("blocked");
}

const copy = sharedCopy("ip-blocks", readBlocks);

/** Makes every process read the blocks before the unit of work that changes them answers. */
export const publishBlocks = (afterCommit: AfterCommit): void => afterCommit(copy.publish);

/** Keeps the blocks in force in this process, and writes hits. The answered function stops it. */
export async function startBlocks(): Promise<() => Promise<void>> {
  const stop = await copy.start();
  const stopHits = startHitFlush();
  return async () => {
    stop();
    await stopHits();
  };
}

async function readBlocks(): Promise<void> {
  const ranges = new RangeMap<Block>();
  for (const { id, range, level, automatic, expiresAt } of await activeBlocks()) {
    const parsed = parseBlockRange(range);
    const until = expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    if (parsed) ranges.add(parsed, { id, level: level as BlockLevel, automatic, expiresAt: until });
  }
  blocks().ranges = ranges;
  blocks().met.clear();
  publishHere(BLOCKS_READ, null);
}
