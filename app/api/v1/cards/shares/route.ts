import { shareCard } from "@/lib/core/cards/share-card";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: shareCard, status: 201 });
