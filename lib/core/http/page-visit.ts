import { AsyncLocalStorage } from "node:async_hooks";
import { remember } from "@/lib/kit/remember";

/** A request on its way through Next: whether it came as far as code of ours. */
export type PageVisit = { reached: boolean };

/** One for the process: the server begins a visit, and what Next bundled finds it. */
const visits = () => remember("page-visits", () => new AsyncLocalStorage<PageVisit>());

/** Runs Next on behalf of `visit`. */
export const onPageVisit = <T>(visit: PageVisit, run: () => T): T => visits().run(visit, run);

/** A page or server action has begun: what fails from now on is our fault, not that of who asked. */
export function noteReached(): void {
  const visit = visits().getStore();
  if (visit) visit.reached = true;
}
