import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the probe of process `pid` listens. */
export const probeSocket = (pid: number): string => join(tmpdir(), `throng-probe-${pid}.sock`);
