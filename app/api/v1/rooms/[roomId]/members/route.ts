import { route } from "@/lib/core/http/route";
import { addMember, listMembers } from "@/lib/features/rooms";

export const GET = route({ verb: listMembers });
export const POST = route({ verb: addMember, status: 201 });
