import { route } from "@/lib/core/http/route";
import { unsubscribe } from "@/lib/core/notifications";

/** Mail programs say in a form that it is one click: nothing in it is needed. */
export const POST = route({ verb: unsubscribe, status: 204, ignoresBody: true });
