import { z } from "zod";
import { type Ctx, ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { deviceOf } from "@/lib/core/engine/sessions/device";
import { defineVerb } from "@/lib/core/verb/verb";
import { type Db, db } from "@/lib/kit/db";
import { hashToken } from "@/lib/kit/encryption";
import { isFetchable, urlFault } from "@/lib/kit/safe-fetch/safe-fetch";
import { type Tx, transact } from "@/lib/kit/transact";
import { fail, invalid } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { pushKeys } from "./push-keys";
import {
  AddBrowserInput,
  BROWSERS_MAX,
  BrowserList,
  BrowserView,
  ListBrowsersInput,
  RemoveBrowserInput,
} from "./push-schemas";

type Row = { id: string; endpointHash: string; userAgent: string; createdAt: Date; lastUsedAt: Date | null };

function presentBrowser({ id, endpointHash, userAgent, createdAt, lastUsedAt }: Row): BrowserView {
  const { browser, system } = deviceOf(userAgent);
  return {
    ...{ id, endpointHash, browser, system },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** The browsers that take one's push messages, and the key that another one signs up with. Errors: not_found. */
export const listBrowsers = defineVerb({
  name: "notifications.listBrowsers",
  access: "member",
  needsSession: true,
  reads: true,
  input: ListBrowsersInput,
  output: BrowserList,
  async run(ctx, { userId }) {
    const id = ownId(ctx, userId);
    const rows = await db().pushSubscription.findMany({ where: { userId: id }, orderBy: { createdAt: "desc" } });
    return { publicKey: (await pushKeys()).publicKey, items: rows.map(presentBrowser) };
  },
});

/**
 * Signs a browser up for one's push messages, until the session that asks ends; one that was another member's is this
 * one's from now on.
 * Errors: not_found, invalid_input, conflict when ten are signed up.
 */
export const addBrowser = defineVerb({
  name: "notifications.addBrowser",
  access: "member",
  needsSession: true,
  rateLimits: ["settings"],
  input: AddBrowserInput,
  output: BrowserView,
  async run(ctx, { userId, endpoint, keys }) {
    const id = ownId(ctx, userId);
    await refuseUnsafe(endpoint);
    const endpointHash = hashToken(endpoint);
    const { sessionId } = ctx.actor.via;
    const data = { userId: id, sessionId, endpoint, endpointHash, ...keys, userAgent: ctx.userAgent };
    const view = await transact(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
      if (!(await isLiving(tx, sessionId))) fail("unauthenticated");
      const others = await tx.pushSubscription.count({ where: { userId: id, endpointHash: { not: endpointHash } } });
      if (others >= BROWSERS_MAX) fail("conflict", `At most ${BROWSERS_MAX} browsers take push messages of a member.`);
      const known = await tx.pushSubscription.findUnique({ where: { endpointHash } });
      const create = { id: newId(), ...data };
      const row = await tx.pushSubscription.upsert({ where: { endpointHash }, create, update: data });
      if (known && known.userId !== id) await auditBrowser(tx, ctx, known.userId, { before: known });
      if (known?.userId !== id) await auditBrowser(tx, ctx, id, { after: row });
      return presentBrowser(row);
    });
    track(ctx, { action: "push_browser_added" });
    return view;
  },
});

/** Whether a session has not ended; it does not until `tx` does. */
const isLiving = async (tx: Db, id: string): Promise<boolean> =>
  (await tx.$executeRaw`SELECT 1 FROM sessions WHERE id = ${id}::uuid AND ended_at IS NULL FOR SHARE`) === 1;

/**
 * Where messages go is chosen by whoever calls: nothing inside this network may ever be reached that way. What a name
 * leads to is not told, so that nobody asks for the names of what is inside.
 */
async function refuseUnsafe(endpoint: string): Promise<void> {
  const safely = { httpsOnly: true };
  const fault = urlFault(endpoint, safely);
  const message = fault ?? ((await isFetchable(endpoint, safely)) ? undefined : "is no URL of a push service");
  if (message) invalid("endpoint", message);
}

/** Signs a browser off. Errors: not_found. */
export const removeBrowser = defineVerb({
  name: "notifications.removeBrowser",
  access: "member",
  needsSession: true,
  input: RemoveBrowserInput,
  output: z.undefined(),
  async run(ctx, { userId, subscriptionId }) {
    const owner = ownId(ctx, userId);
    await transact(async (tx) => {
      const row = await tx.pushSubscription.findFirst({ where: { id: subscriptionId, userId: owner } });
      const { count } = await tx.pushSubscription.deleteMany({ where: { id: subscriptionId, userId: owner } });
      if (!row || count === 0) return fail("not_found");
      return auditBrowser(tx, ctx, owner, { before: row });
    });
    track(ctx, { action: "push_browser_removed" });
    return undefined;
  },
});

type Signed = { before: Row } | { after: Row };

/** Notes that a browser takes a member's push messages from now on, or does not any more. Where it is reached stays out. */
function auditBrowser(tx: Tx, ctx: Ctx, userId: string, signed: Signed): Promise<void> {
  const facts = ({ id, userAgent }: Row) => {
    const { browser, system } = deviceOf(userAgent);
    return { id, browser, system };
  };
  const target = { kind: "member", id: userId };
  return "after" in signed
    ? audit(tx, ctx, { action: "push.browser_added", target, after: facts(signed.after) })
    : audit(tx, ctx, { action: "push.browser_removed", target, before: facts(signed.before) });
}
