import { requestPasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: requestPasswordReset, status: 202 });
