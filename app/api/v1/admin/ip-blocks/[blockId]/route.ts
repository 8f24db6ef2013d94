import { route } from "@/lib/core/http/route";
import { liftBlock } from "@/lib/core/ip-blocks/lift-block";

export const DELETE = route({ verb: liftBlock, status: 204 });
