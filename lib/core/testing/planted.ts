import { usePoint } from "@/lib/core/engine/activity/types";
import { policyPoint } from "@/lib/core/engine/rate-limits/types";
import { kindPoint } from "@/lib/core/notifications/types";

const HOUR = 3_600_000;

// A feature that only tests know: imported for its effect where core is tried with names that features bring.
policyPoint.install([
  {
    brew: { limit: 50, windowMs: HOUR, keyedBy: "member", onStoreDown: "open" },
    taste: { limit: 20, windowMs: HOUR, keyedBy: "member", onStoreDown: "open" },
    kettle: { limit: 10, windowMs: 60_000, keyedBy: "member", onStoreDown: "local" },
  },
]);
kindPoint.install([
  {
    greeting: { channels: { in_app: true, email: true, push: true } },
    visit: { channels: { in_app: true, email: true, push: true } },
    find: { channels: { in_app: true, email: false, push: true } },
    result: { channels: { in_app: true, email: false, push: false } },
  },
]);
usePoint.install([{ teas: { "teas.brew": "tea brewed", "teas.pour": "tea poured" }, tastings: {} }]);
