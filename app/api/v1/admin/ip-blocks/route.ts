import { route } from "@/lib/core/http/route";
import { createBlock } from "@/lib/core/ip-blocks/create-block";
import { listBlocks } from "@/lib/core/ip-blocks/list-blocks";

export const GET = route({ verb: listBlocks });
export const POST = route({ verb: createBlock, status: 201 });
