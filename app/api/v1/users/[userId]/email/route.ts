import { requestEmailChange } from "@/lib/core/accounts/email/request-email-change";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: requestEmailChange, status: 202 });
