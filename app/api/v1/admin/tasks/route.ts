import { route } from "@/lib/core/http/route";
import { listTasks } from "@/lib/core/tasks/list-tasks";

export const GET = route({ verb: listTasks });
