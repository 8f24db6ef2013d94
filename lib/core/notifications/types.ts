import { extensionPoint } from "@/lib/kit/extension-point";

export type Channel = "in_app" | "email" | "push";
export type Channels = Record<Channel, boolean>;

/** A kind of notification, as whoever sends it declares it. */
export type NotificationKind = {
  /** What holds for whoever chose nothing. Push reaches only browsers that were signed up. */
  channels: Channels;
  /** Channels that cannot be switched off. */
  locked?: readonly Channel[];
  /** Sent at once, also in quiet hours and to whoever wants a digest. */
  urgent?: true;
};

/** The name of a kind that core or a feature brings. */
export type NotificationType = string;

/** The kinds that core itself sends. Word of what endangers the account must arrive. */
const OWN: Record<NotificationType, NotificationKind> = {
  account: { channels: { in_app: true, email: true, push: false } },
  security: { channels: { in_app: true, email: true, push: true }, locked: ["in_app", "email"], urgent: true },
  announcement: { channels: { in_app: true, email: false, push: true } },
};

/** Where features add their kinds, by type. */
export const kindPoint = extensionPoint<Record<NotificationType, NotificationKind>>("notification-kinds", [OWN]);

const kinds = kindPoint.derive((all) => new Map(all.flatMap((some) => Object.entries(some))));

export const notificationTypes = (): NotificationType[] => [...kinds().keys()];

/** What is kept of a kind whose feature is gone is still shown, and goes nowhere else. */
const GONE: NotificationKind = { channels: { in_app: true, email: false, push: false } };

export const kindOf = (type: NotificationType): NotificationKind => kinds().get(type) ?? GONE;

export const defaultChannels = (type: NotificationType): Channels => kindOf(type).channels;

export const isLocked = (type: NotificationType, channel: Channel): boolean =>
  kindOf(type).locked?.includes(channel) ?? false;

export const isUrgent = (type: NotificationType): boolean => kindOf(type).urgent ?? false;

export const urgentTypes = (): NotificationType[] => notificationTypes().filter(isUrgent);
