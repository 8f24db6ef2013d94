import type { FeatureManifest } from "@/lib/core/features/manifest";
import { learn } from "./learn";
import { rooms } from "./rooms";
import { watches } from "./watches";

/** The features of this instance: one line each. */
export const features: FeatureManifest[] = [rooms, learn, watches];
