import { route } from "@/lib/core/http/route";
import { exportListings } from "@/lib/features/watches";

export const GET = route({ verb: exportListings, file: ["text/csv", "application/json"] });
