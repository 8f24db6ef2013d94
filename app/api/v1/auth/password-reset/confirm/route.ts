import { resetPassword } from "@/lib/core/accounts/password/reset-password";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: resetPassword, status: 204 });
