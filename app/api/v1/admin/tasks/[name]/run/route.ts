import { route } from "@/lib/core/http/route";
import { askForTask } from "@/lib/core/tasks/ask-for-task";

export const POST = route({ verb: askForTask, status: 202 });
