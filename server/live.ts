import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { adminStats } from "@/lib/core/admin/events";
import { getSystemStats } from "@/lib/core/admin/get-system-stats";
import { systemContext } from "@/lib/core/context";
import type { FeatureManifest, LiveEvent } from "@/lib/core/features/manifest";
import { keepTellingMany, syncNotifications } from "@/lib/core/notifications";
import { watchHub } from "@/lib/core/realtime/hub";
import { publishTransient } from "@/lib/core/realtime/publish";
import { makeSync, ping } from "@/lib/core/realtime/sync";
import { log } from "@/lib/kit/log";
import { openPlainWebSocket } from "./plain-websocket";
import { refuseUpgrade } from "./refuse-upgrade";
import { openSockets } from "./sockets";

/** How often open dashboards get new figures, in milliseconds. */
const FIGURES_MS = 5_000;

type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Opens both live transports on `http`. `otherUpgrade` gets what is for neither. The answered function closes them. */
export function openLive(
  http: Server,
  features: FeatureManifest[],
  otherUpgrade: Upgrade | undefined,
): () => Promise<void> {
  const events = liveEvents(features);
  const sockets = openSockets(http, events);
  const plain = openPlainWebSocket(events);
  const stops = [watchHub(), keepTellingMany(), keepFigures(sockets.hasAdmins)];
  http.on("upgrade", (req, socket, head) => {
    // Node no longer listens for errors of this connection, and not everyone it is handed to does so at once.
    socket.on("error", () => socket.destroy());
    const path = req.url ?? "";
    if (path.startsWith("/socket.io/")) return;
    if (path.startsWith("/ws/")) return plain.upgrade(req, socket, head);
    if (otherUpgrade) return otherUpgrade(req, socket, head);
    refuseUpgrade(socket, 404);
  });
  return async () => {
    for (const stop of stops) stop();
    await Promise.all([sockets.close(), plain.close()]);
  };
}

function liveEvents(features: FeatureManifest[]): Map<string, LiveEvent> {
  const parts = Object.assign(
    { notifications: { verb: syncNotifications, input: sinceOf } },
    ...features.map((feature) => feature.sync ?? {}),
  );
  const events = new Map<string, LiveEvent>([
    ["ping", ping],
    ["sync", makeSync(parts)],
  ]);
  for (const feature of features) {
    for (const [name, event] of Object.entries(feature.live ?? {})) events.set(name, event);
  }
  return events;
}

/** A client asks with its last number alone, or with more. */
const sinceOf = (asked: unknown): object => (asked !== null && typeof asked === "object" ? asked : { after: asked });

/** Sends the overview's figures to the admins who look at it from this process. */
function keepFigures(hasAdmins: () => boolean): () => void {
  const timer = setInterval(() => {
    if (!hasAdmins()) return;
    getSystemStats(systemContext("figures"), {}).then(
      (stats) => publishTransient(adminStats, "admins", stats, "here"),
      (error: unknown) => log().warn({ err: error }, "the figures could not be read"),
    );
  }, FIGURES_MS);
  return () => clearInterval(timer);
}
