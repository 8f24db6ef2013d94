import { liftBlock } from "@/lib/core/address-blocks/lift-block";
import { route } from "@/lib/core/http/route";

export const DELETE = route({ verb: liftBlock, status: 204 });
