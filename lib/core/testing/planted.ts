import { usePoint } from "@/lib/core/engine/activity/types";
import { rateLimitPoint } from "@/lib/core/engine/rate-limits/types";
import { kindPoint } from "@/lib/core/notifications/types";
import { planted } from "./planted-feature";

// Imported for its effect where core is tried with names that features bring.
rateLimitPoint.install([planted.limits]);
kindPoint.install([planted.notifications]);
usePoint.install([planted.uses]);
