import { confirmTotp } from "@/lib/core/accounts/confirm-totp";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: confirmTotp });
