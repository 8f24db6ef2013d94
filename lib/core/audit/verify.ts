import { GENESIS, hashOf } from "./chain";
import { entryText, headText, type Judgement, type Sealer, sealer } from "./seal";
import { type Head, readChain, type StoredLink } from "./store";

/**
 * What a verification found: how long the chain is, the hash at its end, a sentence for each place that is wrong, and
 * one for what could not be checked.
 */
export type Verification = { links: number; lastHash: string; faults: string[]; notes: string[] };

/** Faults that are named; further ones are only counted. */
const NAMED_MAX = 100;

/**
 * Goes along the whole audit chain and names every link that was changed, is missing or stands in a wrong place, and
 * every seal that was not made with SECRET_KEY. Whoever knows that key too, or puts the whole database back to an earlier
 * state, leaves no trace but this: a hash that was `noted` elsewhere is gone.
 */
export async function verifyAudit(noted?: string, signal?: AbortSignal): Promise<Verification> {
  const walk = newWalk();
  const seals = sealWalk(sealer());
  let isThere = noted === undefined || noted === GENESIS;
  const head = await readChain((links) => {
    signal?.throwIfAborted();
    for (const link of links) {
      // The seal vouches for the hash: of a link that is not what its hash says there is enough to say.
      if (walk.step(link)) seals.step(link);
    }
    isThere ||= links.some(({ hash }) => hash === noted);
  });
  const { place, hashes, links, faults } = walk.end();
  if (!head) faults.push("The head of the chain is missing.");
  else if (head.position > place) faults.push(`${missing(place + 1, head.position)} The end of the chain was cut off.`);
  else if (head.position < place) faults.push(`The entries after ${head.position} are not known to the chain's head.`);
  else if (!hashes.includes(head.hash)) faults.push(`Entry ${place} is not the one that the chain's head knows.`);
  const { faults: falseSeals, notes } = seals.end(head);
  faults.push(...falseSeals);
  if (!isThere) faults.push("No entry has the hash that was noted: the chain was written anew.");
  const more = faults.length - NAMED_MAX;
  const named = more > 0 ? [...faults.slice(0, NAMED_MAX), `${more} more faults are not named.`] : faults;
  return { links, lastHash: head?.hash ?? hashes[0] ?? GENESIS, faults: named, notes };
}

function newWalk() {
  const faults: string[] = [];
  let place = 0;
  let links = 0;
  // After a changed link its successor may know it by the hash it bears or by the one it ought to have.
  let hashes = [GENESIS];
  const step = (link: StoredLink): boolean => {
    links++;
    const hash = hashOf(link);
    const isWhole = hash === link.hash;
    const gap = link.position !== place + 1;
    if (gap) faults.push(missing(place + 1, link.position - 1));
    const follows = gap || hashes.includes(link.previousHash);
    if (!isWhole) faults.push(follows ? `Entry ${link.position} was changed.` : moved(link.position));
    else if (!follows) faults.push(`Entry ${link.position} does not follow the one before it.`);
    place = link.position;
    hashes = [link.hash, hash];
    return isWhole;
  };
  return { step, end: () => ({ place, hashes, links, faults }) };
}

const moved = (position: number): string => `Entry ${position} was changed or stands in the place of another.`;

function missing(first: number, last: number): string {
  if (last < first) return `Entry ${last + 1} stands before the first place.`;
  return first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`;
}

/** Looks at seals, link by link, then at the head's. */
function sealWalk(key: Sealer | undefined) {
  const faults: string[] = [];
  const notes: string[] = [];
  const spans: Span[] = [];
  let isSealed = false;
  let last: Judgement = "none";
  const step = ({ position, hash, seal }: StoredLink): void => {
    const judgement = key?.judge(seal, entryText(hash)) ?? "none";
    last = judgement;
    if (judgement === "false") faults.push(`Entry ${position} bears a false seal.`);
    else if (judgement === "none" && isSealed) faults.push(`Entry ${position} bears no seal, unlike others before it.`);
    else if (judgement !== "ours") widen(spans, position, judgement);
    isSealed ||= judgement !== "none";
  };
  const end = (head: Head | undefined) => {
    const judgement = head && key ? key.judge(head.seal, headText(head)) : last;
    if (judgement === "false" || judgement !== last) faults.push(MOVED);
    notes.push(...(key ? spans.map(wordsOf) : ["No SECRET_KEY is known here: the seals were not checked."]));
    return { faults, notes };
  };
  return { step, end };
}

const MOVED = "The head of the chain does not bear the seal of who wrote its last entry: it was moved by other hands.";

type Span = { from: number; to: number; what: Judgement };

function widen(spans: Span[], position: number, what: Judgement): void {
  const last = spans.at(-1);
  if (last?.what === what) last.to = position;
  else spans.push({ from: position, to: position, what });
}

function wordsOf({ from, to, what }: Span): string {
  const entries = from === to ? `Entry ${from}` : `Entries ${from} to ${to}`;
  return what === "foreign"
    ? `${entries}: sealed with another SECRET_KEY. It was changed; with the former one they can be checked whole.`
    : `${entries}: written before there were seals, or robbed of them.`;
}
