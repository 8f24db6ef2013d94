import type { z } from "zod";
import { extensionPoint } from "@/lib/kit/extension-point";

/** Settings that a feature adds: an object of its own in which every field has a default. */
export type FeatureSettings = { feature: string; schema: z.ZodObject };

/** Where features add their settings. */
export const featureSettingsPoint = extensionPoint<FeatureSettings>("feature-settings");

export const settingsOf = (feature: string): z.ZodObject | undefined =>
  featureSettingsPoint.all().find((one) => one.feature === feature)?.schema;
