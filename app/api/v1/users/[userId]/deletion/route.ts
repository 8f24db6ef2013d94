import { deleteAccount } from "@/lib/core/accounts/personal-data/delete-account";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: deleteAccount, status: 204 });
