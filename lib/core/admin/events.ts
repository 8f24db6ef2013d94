import { admins, defineEvent } from "@/lib/shared/define-event";
import { SystemStats } from "./schemas";

/** The figures of the overview, as they are now. */
export const adminStats = defineEvent("admin:stats", SystemStats, { audience: [admins], transient: true });
