import { route } from "@/lib/core/http/route";
import { deleteWatch, getWatch, updateWatch } from "@/lib/features/watches";

export const GET = route({ verb: getWatch });
export const PATCH = route({ verb: updateWatch });
export const DELETE = route({ verb: deleteWatch, status: 204 });
