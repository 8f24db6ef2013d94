import { confirmTotp } from "@/lib/core/accounts/second-factor/confirm-totp";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: confirmTotp });
