import { route } from "@/lib/core/http/route";
import { imageRoute } from "@/lib/features/watches";

export const GET = route(imageRoute);
