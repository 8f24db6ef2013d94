import { route } from "@/lib/core/http/route";
import { listMessages, postMessage } from "@/lib/features/rooms";

export const GET = route({ verb: listMessages });
export const POST = route({ verb: postMessage, status: 201 });
