import type { FeatureManifest } from "@/lib/core/features/manifest";
import { rooms } from "./rooms";

/** The features of this house: one line each. */
export const features: FeatureManifest[] = [rooms];
