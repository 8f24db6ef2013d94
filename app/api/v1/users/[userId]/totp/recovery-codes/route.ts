import { renewRecoveryCodes } from "@/lib/core/accounts/second-factor/renew-recovery-codes";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: renewRecoveryCodes });
