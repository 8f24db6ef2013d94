import { LRUCache } from "lru-cache";
import { isBusWhole, publish, RESUMED, subscribe } from "./bus";
import { remember } from "./remember";

const TOPIC = "cache:invalidate";
/** How long "there is none" is believed unless told otherwise. */
const ABSENT_TTL_MS = 2_000;

type Options = {
  name: string;
  ttlMs: number;
  /** The most entries kept; the least recently used go first. */
  max: number;
  /** How long null and undefined are kept, two seconds (and never over ttlMs) unless told; 0 keeps them not at all. */
  absentTtlMs?: number;
  /** How old an entry may be while other processes cannot say that it changed; as `ttlMs` unless told. */
  ttlAloneMs?: number;
};

export type CacheStats = {
  name: string;
  hits: number;
  misses: number;
  size: number;
  max: number;
  evictions: number;
  ttlMs: number;
};

/** What is cached is shared by everyone who asks: treat it as read-only. */
export type Cache<T> = {
  /** The cached value, else what `load` gives. Askers of the same key share one load; a failure is not kept. */
  get(key: string, load: () => Promise<T>): Promise<T>;
  /** The cached value if there is one, at once; counted as a hit. */
  peek(key: string): T | undefined;
  /** Keeps `value` in this process. Other processes hear nothing: after a change use `invalidate`. */
  set(key: string, value: T): void;
  /** Drops the entry in every process; a load under way is not kept either. */
  invalidate(key: string): void;
  /** As `invalidate`, for all entries whose key begins with `prefix`, such as those of one member. */
  invalidateUnder(prefix: string): void;
  /** Drops all entries in every process. */
  clear(): void;
  stats(): CacheStats;
};

type Entry<T> = { value: T; at: number };
type Drop = { name?: string; key?: string; prefix?: string };

/** All namespaces of this process. What another process drops is dropped here; after an outage of the bus, everything. */
const registry = () =>
  remember("caches", () => {
    const caches = new Map<string, { drop: (what: Drop) => void; stats: () => CacheStats }>();
    const drop = (what: Drop) => {
      for (const [name, cache] of caches) if (what.name === undefined || what.name === name) cache.drop(what);
    };
    subscribe(TOPIC, (data) => drop(data as Drop));
    subscribe(RESUMED, () => drop({}));
    return caches;
  });

/** The read-through cache called `name`, one per process. Made where a module is loaded, it is known before it is used. */
export function cache<T>(options: Options): Cache<T> {
  return remember(`cache:${options.name}`, () => {
    const made = new Namespace<T>(options);
    registry().set(options.name, made);
    return made;
  });
}

/** Figures of every namespace of this process, by name. */
export function cacheStats(): CacheStats[] {
  return [...registry().values()].map((cache) => cache.stats()).sort((a, b) => a.name.localeCompare(b.name));
}

/** Empties one namespace, or all, in every process. */
export function clearCaches(name?: string): void {
  registry();
  publish(TOPIC, { name });
}

class Namespace<T> implements Cache<T> {
  private readonly counts = { hits: 0, misses: 0, evictions: 0 };
  private readonly entries: LRUCache<string, Entry<T>>;
  /** Loads whose result will be kept. One that is taken out of here while it runs will not be. */
  private readonly loading = new Map<string, Promise<T>>();
  private readonly absentTtlMs: number;

  constructor(private readonly options: Options) {
    const { max, ttlMs, absentTtlMs = Math.min(ttlMs, ABSENT_TTL_MS) } = options;
    this.absentTtlMs = absentTtlMs;
    const dispose = (_value: unknown, _key: string, reason: string) => {
      if (reason === "evict") this.counts.evictions++;
    };
    // The clock is looked up each time, so that a test can turn it.
    const perf = { now: () => performance.now() };
    this.entries = new LRUCache<string, Entry<T>>({ max, ttl: ttlMs, perf, dispose });
  }

  async get(key: string, load: () => Promise<T>): Promise<T> {
    const entry = this.find(key);
    if (entry) {
      this.counts.hits++;
      return entry.value;
    }
    this.counts.misses++;
    return this.loading.get(key) ?? this.start(key, load);
  }

  peek(key: string): T | undefined {
    const entry = this.find(key);
    if (entry) this.counts.hits++;
    return entry?.value;
  }

  set(key: string, value: T): void {
    this.loading.delete(key);
    this.keep(key, value);
  }

  invalidate(key: string): void {
    publish(TOPIC, { name: this.options.name, key });
  }

  invalidateUnder(prefix: string): void {
    publish(TOPIC, { name: this.options.name, prefix });
  }

  clear(): void {
    publish(TOPIC, { name: this.options.name });
  }

  stats(): CacheStats {
    const { name, max, ttlMs } = this.options;
    return { name, ...this.counts, size: this.entries.size, max, ttlMs };
  }

  /** Drops one entry, those under a prefix, or all, in this process. */
  drop({ key, prefix }: Drop): void {
    if (key !== undefined) this.dropKey(key);
    else if (prefix !== undefined) {
      for (const one of [...this.entries.keys(), ...this.loading.keys()]) if (one.startsWith(prefix)) this.dropKey(one);
    } else {
      this.entries.clear();
      this.loading.clear();
    }
  }

  private dropKey(key: string): void {
    this.entries.delete(key);
    this.loading.delete(key);
  }

  private find(key: string): Entry<T> | undefined {
    const entry = this.entries.get(key);
    const { ttlAloneMs } = this.options;
    if (!entry || ttlAloneMs === undefined || isBusWhole()) return entry;
    return performance.now() - entry.at < ttlAloneMs ? entry : undefined;
  }

  private start(key: string, load: () => Promise<T>): Promise<T> {
    const loaded = load();
    this.loading.set(key, loaded);
    const settle = (keep: () => void) => {
      if (this.loading.get(key) !== loaded) return;
      this.loading.delete(key);
      keep();
    };
    loaded.then(
      (value) => settle(() => this.keep(key, value)),
      () => settle(() => undefined),
    );
    return loaded;
  }

  private keep(key: string, value: T): void {
    const entry = { value, at: performance.now() };
    if (value !== undefined && value !== null) this.entries.set(key, entry);
    else if (this.absentTtlMs > 0) this.entries.set(key, entry, { ttl: this.absentTtlMs });
    else this.entries.delete(key);
  }
}
