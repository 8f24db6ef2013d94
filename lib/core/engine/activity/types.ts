import { extensionPoint } from "@/lib/kit/extension-point";

/** By what is used: the verbs that are its use, each with what was done, such as `message sent`. */
export type Uses = Record<string, Record<string, string>>;

/** What core itself tracks: what concerns the account, and pages that were opened. Admins' acts are in the audit log. */
const OWN: Uses = { account: {}, pages: {} };

/** Where features say what their use is. */
export const usePoint = extensionPoint<Uses>("activity-uses", [OWN]);

/** What of Throng can be used, by name. */
export const trackedFeatures = (): string[] => usePoint.all().flatMap((uses) => Object.keys(uses));

/** Those whose use a client may report. */
export const reportedFeatures = (): string[] => trackedFeatures().filter((name) => name !== "account");
