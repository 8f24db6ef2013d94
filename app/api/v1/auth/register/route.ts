import { register } from "@/lib/core/accounts/register";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: register, status: 201 });
