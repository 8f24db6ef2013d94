import { GENESIS, hashOf } from "./chain";
import { readChain, type StoredLink } from "./store";

/** What a verification found: how long the chain is, the hash at its end, and a sentence for each place that is wrong. */
export type Verification = { links: number; lastHash: string; faults: string[] };

/** Faults that are named; further ones are only counted. */
const NAMED_MAX = 100;

/**
 * Goes along the whole audit chain and names every link that was changed, is missing or stands in a wrong place. Whoever
 * can rewrite every later link and the head leaves no trace but this: a hash that was `noted` elsewhere is gone.
 */
export async function verifyAudit(noted?: string): Promise<Verification> {
  const walk = newWalk();
  let isThere = noted === undefined || noted === GENESIS;
  const head = await readChain((links) => {
    links.forEach(walk.step);
    isThere ||= links.some(({ hash }) => hash === noted);
  });
  const { place, hashes, links, faults } = walk.end();
  if (!head) faults.push("The head of the chain is missing.");
  else if (head.position > place) faults.push(`${missing(place + 1, head.position)} The end of the chain was cut off.`);
  else if (head.position < place) faults.push(`The entries after ${head.position} are not known to the chain's head.`);
  else if (!hashes.includes(head.hash)) faults.push(`Entry ${place} is not the one that the chain's head knows.`);
  if (!isThere) faults.push("No entry has the hash that was noted: the chain was written anew.");
  const more = faults.length - NAMED_MAX;
  const named = more > 0 ? [...faults.slice(0, NAMED_MAX), `${more} more faults are not named.`] : faults;
  return { links, lastHash: head?.hash ?? hashes[0] ?? GENESIS, faults: named };
}

function newWalk() {
  const faults: string[] = [];
  let place = 0;
  let links = 0;
  // After a changed link its successor may know it by the hash it bears or by the one it ought to have.
  let hashes = [GENESIS];
  const step = (link: StoredLink): void => {
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
  };
  return { step, end: () => ({ place, hashes, links, faults }) };
}

const moved = (position: number): string => `Entry ${position} was changed or stands in the place of another.`;

function missing(first: number, last: number): string {
  if (last < first) return `Entry ${last + 1} stands before the first place.`;
  return first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`;
}
