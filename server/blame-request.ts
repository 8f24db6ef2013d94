import type { ServerResponse } from "node:http";
import type { PageVisit } from "@/lib/core/http/page-visit";
import { isDatabaseTroubled } from "@/lib/kit/db-sockets";

/**
 * Turns Next's 500 into a 400 where no code of ours was reached: what it could not read, such as the body of a server
 * action, is the fault of who sent it. Call it before Next gets the request.
 */
export function blameRequest(res: ServerResponse, visit: PageVisit): void {
  const isTheirs = (status: number) => status >= 500 && !visit.reached && !isDatabaseTroubled();
  const writeHead = res.writeHead.bind(res) as (...given: unknown[]) => unknown;
  const [write, end] = (["write", "end"] as const).map((name) => res[name].bind(res)) as [Original, Original];
  const blame = () => {
    if (!res.headersSent && isTheirs(res.statusCode)) res.statusCode = 400;
  };
  const afterBlame =
    (original: Original): Original =>
    (...given) => {
      blame();
      return original(...given);
    };
  Object.assign(res, {
    writeHead: (status: number, ...rest: unknown[]) => writeHead(isTheirs(status) ? 400 : status, ...rest),
    write: afterBlame(write),
    end: afterBlame(end),
    flushHeaders: afterBlame(res.flushHeaders.bind(res)),
  });
}

type Original = (...given: unknown[]) => unknown;
