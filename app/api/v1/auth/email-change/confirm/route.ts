import { confirmEmailChange } from "@/lib/core/accounts/email/confirm-email-change";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: confirmEmailChange });
