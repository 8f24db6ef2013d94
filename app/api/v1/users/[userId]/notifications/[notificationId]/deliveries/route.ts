import { route } from "@/lib/core/http/route";
import { listDeliveries } from "@/lib/core/notifications";

export const GET = route({ verb: listDeliveries });
