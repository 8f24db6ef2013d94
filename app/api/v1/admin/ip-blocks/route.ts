import { createBlock } from "@/lib/core/address-blocks/create-block";
import { listBlocks } from "@/lib/core/address-blocks/list-blocks";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: listBlocks });
export const POST = route({ verb: createBlock, status: 201 });
