import { beginTotp } from "@/lib/core/accounts/begin-totp";
import { getTotp } from "@/lib/core/accounts/get-totp";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getTotp });
export const POST = route({ verb: beginTotp, status: 201 });
