import { route } from "@/lib/core/http/route";
import { listTaskRuns } from "@/lib/core/tasks/list-tasks";

export const GET = route({ verb: listTaskRuns });
