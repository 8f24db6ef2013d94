import { route } from "@/lib/core/http/route";
import { exportWatches } from "@/lib/features/watches";

export const GET = route({ verb: exportWatches, file: true });
