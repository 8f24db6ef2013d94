import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import type { Dial } from "@/lib/kit/safe-fetch/connect";
import { resolveBy } from "@/lib/kit/safe-fetch/resolve";
import { startNameServer, type Zone } from "./name-server";

/** What public.example leads to. Tests never connect to it. */
export const PUBLIC = "93.184.215.14";

/**
 * The internet of a test, without FETCH_ALLOW: a name server for `zone`, and connections as `dial` makes them, which are
 * noted in `dialled`. Unless a test says otherwise nobody answers. Call it once at the top of the file.
 */
export function testOutside(zone: Zone) {
  const outside = { dialled: [] as string[][], network };
  let server = "";
  let close = () => {};
  const nobody: Dial = () => connect({ host: "127.0.0.1", port: 1 });
  function network(dial = nobody) {
    const noted: Dial = (ips, port) => {
      outside.dialled.push([...ips]);
      return dial(ips, port);
    };
    return { resolve: resolveBy([server]), dial: noted };
  }
  beforeAll(async () => {
    ({ server, close } = await startNameServer(zone));
  });
  afterAll(() => close());
  beforeEach(() => {
    overrideEnv({ FETCH_ALLOW: [] });
    outside.dialled = [];
  });
  return outside;
}
