import { route } from "@/lib/core/http/route";
import { feedRoute } from "@/lib/features/watches";

export const GET = route(feedRoute);
