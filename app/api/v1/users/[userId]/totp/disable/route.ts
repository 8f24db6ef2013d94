import { disableTotp } from "@/lib/core/accounts/second-factor/disable-totp";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: disableTotp, status: 204 });
