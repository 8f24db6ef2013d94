import { z } from "zod";

/** What of the house was used. What admins do in the dashboard is in the audit log. */
export const FEATURES = ["account", "chat", "quiz", "education", "watches", "pages"] as const;

export const Feature = z.enum(FEATURES);

export type Feature = z.infer<typeof Feature>;
