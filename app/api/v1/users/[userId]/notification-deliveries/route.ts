import { route } from "@/lib/core/http/route";
import { listDeliveryRecords } from "@/lib/core/notifications";

export const GET = route({ verb: listDeliveryRecords });
