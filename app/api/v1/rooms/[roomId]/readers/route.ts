import { route } from "@/lib/core/http/route";
import { listReaders } from "@/lib/features/rooms";

export const GET = route({ verb: listReaders });
