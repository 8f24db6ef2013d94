import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";

/** Browsers one member may sign up. */
export const BROWSERS_MAX = 10;

const base64Url = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+={0,2}$/, "must be base64url");

/** What a browser's `PushSubscription` says of itself. */
export const AddBrowserInput = z.strictObject({
  userId: MemberRef,
  endpoint: z.url("must be a URL").max(1_000),
  keys: z.strictObject({ p256dh: base64Url(87, 90), auth: base64Url(22, 26) }),
});

export const BrowserView = z.strictObject({
  id: Id,
  /** SHA-256 of the endpoint in hex, by which a browser finds itself. */
  endpointHash: z.string(),
  browser: z.string(),
  system: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type BrowserView = z.infer<typeof BrowserView>;

export const BrowserList = z.strictObject({
  /** The public VAPID key that a browser signs up with. */
  publicKey: z.string(),
  items: z.array(BrowserView),
});
export type BrowserList = z.infer<typeof BrowserList>;

export const ListBrowsersInput = z.strictObject({ userId: MemberRef });
export const RemoveBrowserInput = z.strictObject({ userId: MemberRef, subscriptionId: Id });
