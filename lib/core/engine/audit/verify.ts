import { GENESIS, hashOf } from "./chain";
import { entryText, headText, type SignatureCheck, type Signer, signer } from "./signature";
import { type Head, readChain, type StoredLink } from "./store";

/**
 * What a verification found: how long the chain is, the hash at its end, how many places are wrong, a sentence for each of
 * the first hundred, and sentences for what could not be checked.
 */
export type Verification = { links: number; lastHash: string; faultCount: number; faults: string[]; notes: string[] };

/** Sentences of a kind that are kept; further ones are only counted. */
const NAMED_MAX = 100;

/**
 * Goes along the whole audit chain and names every link that was changed, is missing or stands in a wrong place, and
 * every signature that was not made with SECRET_KEY. Whoever knows that key too, or puts the whole database back to an earlier
 * state, leaves no trace but this: a hash that was `noted` elsewhere is gone.
 */
export async function verifyAudit(noted?: string, signal?: AbortSignal): Promise<Verification> {
  const faults = newSentences();
  const walk = newWalk(faults.add);
  const signatures = signatureWalk(signer(), faults.add);
  let isThere = noted === undefined || noted === GENESIS;
  const head = await readChain((links) => {
    signal?.throwIfAborted();
    for (const link of links) {
      // The signature vouches for the hash: of a link that is not what its hash says there is enough to say.
      if (walk.step(link)) signatures.step(link);
    }
    isThere ||= links.some(({ hash }) => hash === noted);
  });
  const { links, hash } = walk.end(head);
  const notes = signatures.end(head);
  if (!isThere) faults.add("No entry has the hash that was noted: the chain was written anew.");
  return { links, lastHash: head?.hash ?? hash, faultCount: faults.count(), faults: faults.named(), notes };
}

type Say = (sentence: string) => void;

/** Keeps the first sentences and counts the others: of a chain that is damaged everywhere there are as many as entries. */
function newSentences() {
  const kept: string[] = [];
  let count = 0;
  const add: Say = (sentence) => {
    count++;
    if (kept.length < NAMED_MAX) kept.push(sentence);
  };
  const named = () => (count > kept.length ? [...kept, `${count - kept.length} more are not named.`] : kept);
  return { add, named, count: () => count };
}

function newWalk(fault: Say) {
  let place = 0;
  let links = 0;
  // After a changed link its successor may know it by the hash it bears or by the one it ought to have.
  let hashes: [string, ...string[]] = [GENESIS];
  const step = (link: StoredLink): boolean => {
    links++;
    const hash = hashOf(link);
    const isWhole = hash === link.hash;
    const gap = link.position !== place + 1;
    if (gap) fault(missing(place + 1, link.position - 1));
    const follows = gap || hashes.includes(link.previousHash);
    if (!isWhole) fault(follows ? `Entry ${link.position} was changed.` : moved(link.position));
    else if (!follows) fault(`Entry ${link.position} does not follow the one before it.`);
    place = link.position;
    hashes = [link.hash, hash];
    return isWhole;
  };
  const end = (head: Head | undefined) => {
    if (!head) fault("The head of the chain is missing.");
    else if (head.position > place) fault(`${missing(place + 1, head.position)} The end of the chain was cut off.`);
    else if (head.position < place) fault(`The entries after ${head.position} are not known to the chain's head.`);
    else if (!hashes.includes(head.hash)) fault(`Entry ${place} is not the one that the chain's head knows.`);
    return { links, hash: hashes[0] };
  };
  return { step, end };
}

const moved = (position: number): string => `Entry ${position} was changed or stands in the place of another.`;

function missing(first: number, last: number): string {
  if (last < first) return `Entry ${last + 1} stands before the first place.`;
  return first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`;
}

/**
 * Looks at signatures, link by link, then at the head's, and answers what could not be checked. What stands before the first
 * signature of ours may be of a former key. After it a foreign one is a fault: everyone can make a signature that looks like one of
 * another key.
 */
function signatureWalk(key: Signer | undefined, fault: Say) {
  const notes = newSentences();
  let span: Span | undefined;
  let isSigned = false;
  let isOurs = false;
  let last: SignatureCheck = "none";
  const close = () => {
    if (span) (span.what === "other" ? fault : notes.add)(wordsOf(span));
    span = undefined;
  };
  const widen = (position: number, what: Span["what"]) => {
    if (span?.what !== what || span.to !== position - 1) close();
    span = { from: span?.from ?? position, to: position, what };
  };
  const step = ({ position, hash, signature }: StoredLink): void => {
    const found = key?.check(signature, entryText(hash)) ?? "none";
    last = found;
    if (found === "foreign") widen(position, isOurs ? "other" : "foreign");
    else if (found === "none" && !isSigned) widen(position, "none");
    else close();
    if (found === "false") fault(`Entry ${position} bears a false signature.`);
    if (found === "none" && isSigned) fault(`Entry ${position} bears no signature, unlike others before it.`);
    isSigned ||= found !== "none";
    isOurs ||= found === "ours";
  };
  const end = (head: Head | undefined): string[] => {
    close();
    const found = head && key ? key.check(head.signature, headText(head)) : last;
    if (found === "false" || found !== last) fault(MOVED);
    return key ? notes.named() : ["No SECRET_KEY is known here: the signatures were not checked."];
  };
  return { step, end };
}

const MOVED =
  "The head of the chain does not bear the signature of who wrote its last entry: it was moved by other hands.";

/** Entries in a row: without a signature, or with one of another key, be it before the first of ours or after it. */
type Span = { from: number; to: number; what: "none" | "foreign" | "other" };

function wordsOf({ from, to, what }: Span): string {
  const entries = from === to ? `Entry ${from}` : `Entries ${from} to ${to}`;
  if (what === "none") return `${entries}: written before there were signatures, or robbed of them.`;
  return what === "foreign"
    ? `${entries}: signed with another SECRET_KEY. It was changed; what the former one signed can be checked with it.`
    : `${entries}: not signed with this SECRET_KEY, unlike others before. It was changed, or it was written by other hands.`;
}
