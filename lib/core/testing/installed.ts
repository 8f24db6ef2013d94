import { installFeatures } from "@/lib/core/features/install";
import { planted } from "./planted-feature";

// Imported for its effect where a test needs what the capabilities of core do for each other.
installFeatures([planted]);
