import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { getTotp } from "@/lib/core/accounts/second-factor/get-totp";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getTotp });
export const POST = route({ verb: beginTotp, status: 201 });
