import { publish, subscribe } from "./bus";
import { type Db, db, hotQuery, pool, type Query, runNamed } from "./db";
import { log } from "./log";

/** Where named statements run. */
export type HotTx = { query: Query };

/** A transaction: Prisma's client, and named statements inside the same transaction. */
export type Tx = Db & HotTx;

const COMMITTED: unique symbol = Symbol("committed");

/** The proof that a change is committed. Only this file makes it, and whoever tells others of something stored asks for it. */
export type Committed = { readonly [COMMITTED]: true };

type Tell = (committed: Committed) => unknown;

/** Registers what is told to others about a change. It happens once the change is committed, and else never. */
export type AfterCommit = {
  /** In the order of the calls, and before the unit of work answers: what `tell` promises is waited for. What fails is logged. */
  (tell: Tell): void;
  /** Begins in its turn as well, and keeps nobody waiting. */
  inBackground: (tell: Tell) => void;
};

/** How long the work may wait to begin and how long it may take, in milliseconds: two and five seconds unless told. */
type Options = { maxWait?: number; timeout?: number };

/**
 * One unit of work: what `run` changes through `tx` is stored, and then told as registered with `afterCommit`; whatever
 * `run` throws takes everything back, and nothing is told.
 */
export const transact = <T>(run: (tx: Tx, afterCommit: AfterCommit) => Promise<T>, options: Options = {}): Promise<T> =>
  tellingAfter((afterCommit) => db().$transaction((tx) => run(withQuery(tx), afterCommit), options));

/** As `transact`, for named statements alone, without what Prisma's transactions cost (about 5 ms of CPU). */
export const hotTransaction = <T>(run: (tx: HotTx, afterCommit: AfterCommit) => Promise<T>): Promise<T> =>
  tellingAfter((afterCommit) => inTransaction((query) => run({ query }, afterCommit)));

/** As `hotTransaction`, without a transaction: for what one statement changes, which commits by itself. */
export const autocommit = <T>(run: (tx: HotTx, afterCommit: AfterCommit) => Promise<T>): Promise<T> =>
  tellingAfter((afterCommit) => run({ query: hotQuery }, afterCommit));

async function tellingAfter<T>(work: (afterCommit: AfterCommit) => Promise<T>): Promise<T> {
  const tells: { tell: Tell; isAwaited: boolean }[] = [];
  const register = (isAwaited: boolean) => (tell: Tell) => void tells.push({ tell, isAwaited });
  const result = await work(Object.assign(register(true), { inBackground: register(false) }));
  for (const { tell, isAwaited } of tells) {
    const told = attempt(tell);
    if (isAwaited) await told;
  }
  return result;
}

/** A topic of the bus for what is committed: saying it takes the proof, and whoever hears it may tell it on. */
export const committedTopic = <T>(topic: string) => ({
  publish: (_committed: Committed, data: T): void => publish(topic, data),
  subscribe: (handler: (data: T, committed: Committed) => void | Promise<void>): (() => void) =>
    subscribe(topic, (data) => handler(data as T, { [COMMITTED]: true })),
});

/** The change stands, whatever becomes of telling it. */
async function attempt(tell: Tell): Promise<void> {
  try {
    await tell({ [COMMITTED]: true });
  } catch (error) {
    log().error({ err: error }, "what was committed could not be told");
  }
}

/** Prisma has no names for statements. */
function withQuery(tx: Db): Tx {
  const query: Query = (_name, text, values) => tx.$queryRawUnsafe(text, ...values);
  return Object.create(tx, { query: { value: query } }) as Tx;
}

async function inTransaction<T>(run: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await run((name, text, values) => runNamed(client, name, text, values));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
