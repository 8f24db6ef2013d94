import type { BrowserFeature } from "@/lib/client/feature";
import { learn } from "./learn/client/feature";
import { rooms } from "./rooms/client/feature";
import { watches } from "./watches/client/feature";

/** The features of this instance as the browser sees them: one line each, in the order they are shown. */
export const features: readonly BrowserFeature[] = [rooms, watches, learn];
