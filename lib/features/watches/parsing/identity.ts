import { createHash } from "node:crypto";
import type { Note, Row } from "./types";
import { parseUrl } from "./urls";

const KEY_MAX = 200;
/** What only says where a visitor came from, or which visit it is. */
const TRACKING =
  /^(utm_\w+|pk_\w+|mtm_\w+|matomo_\w+|hsa_\w+|mc_[ce]id|_hs\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|srsltid|s_kwcid|wt_mc|cmpid|_ga|_gl|sid|sessid|session|sessionid|session_id|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|zanpid|ref_src|spm|scm)$/i;

type Draft = Omit<Row, "key">;
/** A draft with what it may be known by. */
type Keyed = { draft: Draft; id: string | null; link: string | null; title: string };

/**
 * Gives each row its key: its id, its link without what only tracks, or its content. An id or a link that several
 * rows share tells them apart no more and is passed over, with a note; a row that stands there twice is one.
 */
export function identify(drafts: Draft[]): { rows: Row[]; notes: Note[] } {
  const keyed = drafts.map(
    (draft): Keyed => ({ draft, id: idKey(draft.id), link: linkKey(draft.link), title: titleKey(draft) }),
  );
  const thingOf = ({ draft, link }: Keyed): string => `${link}\n${draft.title}`;
  const ids = tally(keyed, ({ id }) => id, thingOf);
  const links = tally(keyed, ({ link }) => link, thingOf);
  const titles = tally(
    keyed,
    ({ title }) => title,
    ({ draft }) => draft.text,
  );
  const seen = new Map<string, number>();
  const doubled = new Set<string>();
  const rows: Row[] = [];
  for (const { draft, id, link, title } of keyed) {
    const isDoubled = id !== null && several(ids, id);
    if (isDoubled && draft.id !== null) doubled.add(draft.id);
    const unique = id !== null && !isDoubled ? id : link !== null && !several(links, link) ? link : undefined;
    const key = bounded(unique ?? (several(titles, title) || link !== null ? contentKey(draft) : title));
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    // What has the same id or link and content is the same thing; without them it may be another.
    if (count > 1 && (draft.link !== null || id !== null)) continue;
    rows.push({ ...draft, key: count === 1 ? key : `${bounded(key, KEY_MAX - 8)}#${count}` });
  }
  return { rows, notes: [...doubled].slice(0, 5).map((detail) => ({ code: "doubled_id", detail: bounded(detail) })) };
}

type Tally = Map<string, Set<string>>;

/** The different things that each key is used for. */
function tally(keyed: Keyed[], keyOf: (one: Keyed) => string | null, thingOf: (one: Keyed) => string): Tally {
  const found: Tally = new Map();
  for (const one of keyed) {
    const key = keyOf(one);
    if (key === null) continue;
    const things = found.get(key) ?? new Set();
    found.set(key, things.add(thingOf(one)));
  }
  return found;
}

const several = (found: Tally, key: string): boolean => (found.get(key)?.size ?? 0) > 1;

const idKey = (id: string | null): string | null =>
  id === null ? null : `id:${id.replace(/^https?:\/\/([^/?#]*)/i, (_, host: string) => `//${host.toLowerCase()}`)}`;

const linkKey = (link: string | null): string | null => (link === null ? null : `link:${canonicalLink(link)}`);
const titleKey = ({ title }: Draft): string => `text:${title}`;
/** The link as it is belongs to it: it is what tells rows apart whose links are equal without what tracks. */
const contentKey = ({ title, text, link }: Draft): string =>
  link === null ? `text:${title}\n${text}` : `both:${link.replace(/^https?:/, "")}\n${title}`;

/** A link without scheme, what only tracks, and the order of its parameters: the same for the same thing. */
export function canonicalLink(link: string): string {
  const url = parseUrl(link);
  if (url === null) return link;
  if (url.search !== "") {
    for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
    url.searchParams.sort();
  }
  const hash = /^#[!/]/.test(url.hash) ? url.hash : "";
  const path = url.pathname.replace(/;jsessionid=[^/;]*/i, "");
  return `//${url.host}${path}${url.search}${hash}`;
}

/** What is longer than a key may be is kept by its hash. */
function bounded(key: string, most = KEY_MAX): string {
  if (key.length <= most) return key;
  const hash = createHash("sha256").update(key).digest("base64url");
  return `${key.slice(0, key.indexOf(":") + 1).slice(0, 5)}sha256:${hash}`;
}
