import { route } from "@/lib/core/http/route";
import { previewWatch } from "@/lib/features/watches";

export const POST = route({ verb: previewWatch });
