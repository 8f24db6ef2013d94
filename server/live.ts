import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { adminStats } from "@/lib/core/admin/events";
import { getSystemStats } from "@/lib/core/admin/get-system-stats";
import { systemContext } from "@/lib/core/context";
import { startTellingMany } from "@/lib/core/notifications";
import { startHub } from "@/lib/core/realtime/hub";
import { liveEvents } from "@/lib/core/realtime/live-events";
import { publishTransient } from "@/lib/core/realtime/publish";
import { log } from "@/lib/kit/log";
import { openPlainWebSocket } from "./plain-websocket";
import { refuseSocket } from "./refuse-socket";
import { openSockets } from "./sockets";

/** How often open dashboards get new figures, in milliseconds. */
const FIGURES_MS = 5_000;

type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Opens both live transports on `http`. `otherUpgrade` gets what is for neither. The answered function closes them. */
export function openLive(http: Server, otherUpgrade: Upgrade | undefined): () => Promise<void> {
  const events = liveEvents();
  const sockets = openSockets(http, events);
  const plain = openPlainWebSocket(events);
  const stops = [startHub(), startTellingMany(), startFigures(sockets.hasAdmins)];
  http.on("upgrade", (req, socket, head) => {
    // Node no longer listens for errors of this connection, and not everyone it is handed to does so at once.
    socket.on("error", () => socket.destroy());
    const path = req.url ?? "";
    if (path.startsWith("/socket.io/")) return;
    if (path.startsWith("/ws/")) return plain.upgrade(req, socket, head);
    if (otherUpgrade) return otherUpgrade(req, socket, head);
    refuseSocket(socket, 404);
  });
  return async () => {
    for (const stop of stops) stop();
    await Promise.all([sockets.close(), plain.close()]);
  };
}

/** Sends the overview's figures to the admins who look at it from this process. */
function startFigures(hasAdmins: () => boolean): () => void {
  const timer = setInterval(() => {
    if (!hasAdmins()) return;
    getSystemStats(systemContext("figures"), {}).then(
      (stats) => publishTransient(adminStats, "admins", stats, "here"),
      (error: unknown) => log().warn({ err: error }, "the figures could not be read"),
    );
  }, FIGURES_MS);
  return () => clearInterval(timer);
}
