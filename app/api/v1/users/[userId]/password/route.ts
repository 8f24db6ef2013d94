import { changePassword } from "@/lib/core/accounts/password/change-password";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: changePassword, status: 204 });
