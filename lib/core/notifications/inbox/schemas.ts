import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { notificationTypes } from "@/lib/core/notifications/types";
import { PAGE_DEFAULT, PAGE_MAX, SEQ_MAX, UNREAD_MAX } from "@/lib/shared/bounds";
import { Id } from "@/lib/shared/ids";
import { knownName } from "@/lib/shared/known-name";
import { pageFields, pageOf, wholeNumber } from "@/lib/shared/page";

/** A kind of notification by its name. */
export const NotificationType = knownName(notificationTypes);
export type NotificationType = z.infer<typeof NotificationType>;

/** Which to list: all that are shown in the app, the unread among them, or those that are not shown there. */
export const NotificationFilter = z.enum(["all", "unread", "hidden"]);
export type NotificationFilter = z.infer<typeof NotificationFilter>;

const Unread = z.number().int().min(0).max(UNREAD_MAX);
const Seq = z.number().int().min(0);
/** Counts the changes of a member's notifications. What was counted under a higher one is newer. */
const Rev = z.number().int().min(0);

/**
 * What a member is told. `seq` counts per member, without gaps and never twice. A similar one that comes while it is
 * unread becomes part of it: `count` grows, and it takes the next `seq`.
 */
export const NotificationView = z.strictObject({
  id: Id,
  seq: Seq,
  /** Also one whose feature is not installed any more. */
  type: z.string(),
  title: z.string(),
  body: z.string(),
  /** Where a click leads: a path inside this instance. */
  url: z.string().nullable(),
  /** What the type adds, such as the id of what it is about. */
  data: z.record(z.string(), z.unknown()),
  /** How many it stands for. */
  count: z.number().int().min(1),
  read: z.boolean(),
  readAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
});
export type NotificationView = z.infer<typeof NotificationView>;

/** The live event `notification:new`: the notification, and how many are unread now. */
export const NotificationNew = NotificationView.extend({ unread: Unread, rev: Rev });
export type NotificationNew = z.infer<typeof NotificationNew>;

/** The live event `notification:changed`: what another tab of the same member read or deleted. */
export const NotificationChanged = z.strictObject({
  unread: Unread,
  rev: Rev,
  readIds: z.array(Id).optional(),
  deletedIds: z.array(Id).optional(),
  /** These are as here now, under their old numbers. */
  changed: z.array(NotificationView).optional(),
  /** All up to this number were read. */
  readUpTo: Seq.optional(),
});
export type NotificationChanged = z.infer<typeof NotificationChanged>;

export const ListNotificationsInput = z.strictObject({
  userId: MemberRef,
  filter: NotificationFilter.default("all"),
  type: NotificationType.optional(),
  ...pageFields,
});
export const NotificationPage = pageOf(NotificationView);

export const CountUnreadInput = z.strictObject({ userId: MemberRef });
export const UnreadCount = z.strictObject({ unread: Unread, lastSeq: Seq, rev: Rev });

export const NotificationInput = z.strictObject({ userId: MemberRef, notificationId: Id });

export const SeenInput = NotificationInput.extend({
  /** The number it was seen under: what took in another one since stays as it is. */
  seq: wholeNumber(0, SEQ_MAX).optional(),
});

export const MarkAllReadInput = z.strictObject({
  userId: MemberRef,
  /** Leaves what came after this number unread; everything is read unless told. */
  upTo: wholeNumber(0, SEQ_MAX).optional(),
});

/** Notifications in one answer to `sync`. */
export const SYNC_MAX = 200;

export const SyncNotificationsInput = z.strictObject({
  after: wholeNumber(0, SEQ_MAX),
  /** The change counter under which the client knew the beginning of its list. */
  rev: wholeNumber(0, SEQ_MAX).optional(),
  /** How long that beginning is. */
  take: wholeNumber(1, PAGE_MAX).default(PAGE_DEFAULT),
});

/**
 * What came after a number, oldest first. Everything up to `lastSeq` is known now; `more` says to ask again from there.
 * For a client that named its `rev`, `first` is instead how its list begins now, null when nothing changed.
 */
export const NotificationsSince = z.strictObject({
  items: z.array(NotificationView),
  lastSeq: Seq,
  hasMore: z.boolean(),
  unread: Unread,
  rev: Rev,
  first: NotificationPage.nullable(),
});
export type NotificationsSince = z.infer<typeof NotificationsSince>;
