import { route } from "@/lib/core/http/route";
import { listOffenders } from "@/lib/core/rate-limits/list-violations";

export const GET = route({ verb: listOffenders });
