import { route } from "@/lib/core/http/route";
import { addBrowser, listBrowsers } from "@/lib/core/notifications";

export const GET = route({ verb: listBrowsers });
export const POST = route({ verb: addBrowser, status: 201 });
