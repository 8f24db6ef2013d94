const HOUR = 3_600_000;

/** A feature that only tests know. */
export const planted = {
  name: "planted",
  limits: {
    brew: { limit: 50, windowMs: HOUR, keyedBy: "member", onStoreDown: "open" },
    taste: { limit: 20, windowMs: HOUR, keyedBy: "member", onStoreDown: "open" },
    seat: { limit: 4, windowMs: 60_000, keyedBy: "secret", onStoreDown: "open" },
    kettle: { limit: 10, windowMs: 60_000, keyedBy: "member", onStoreDown: "local" },
  },
  notifications: {
    greeting: { channels: { in_app: true, email: true, push: true } },
    visit: { channels: { in_app: true, email: true, push: true } },
    find: { channels: { in_app: true, email: false, push: true } },
    result: { channels: { in_app: true, email: false, push: false } },
  },
  uses: { teas: { "teas.brew": "tea brewed", "teas.pour": "tea poured" }, tastings: {} },
} as const;
