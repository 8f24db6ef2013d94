import { route } from "@/lib/core/http/route";
import { openDirectRoom } from "@/lib/features/rooms";

export const POST = route({ verb: openDirectRoom });
