import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { runOnce, withDatabase } from "@/lib/kit/schema-engine";
import { TEMPLATE } from "@/lib/kit/testing/database";
import { type RunningServer, runServer } from "./run-server";
import { WIDE_LIMITS } from "./wide-limits";

declare module "vitest" {
  interface ProvidedContext {
    /** Where test files ask for the servers they share: `/direct` or `/next`, and below either `/output`. */
    sharedServers: string;
  }
}

/** What a test file is told of a server it shares with others. */
export type SharedInstance = { url: string; port: number; database: string; secret: string };

type Running = { server: RunningServer; instance: SharedInstance };

/** Starts the built server once for each way of serving the API, when the first test file asks for it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { postgresUrl } = project.getProvidedContext();
  const running = new Map<string, Promise<Running>>();
  const answer = async (path: string): Promise<string> => {
    const [, mount = "", what] = path.split("/");
    const asked = running.get(mount) ?? open(postgresUrl, mount);
    running.set(mount, asked);
    const { server, instance } = await asked;
    return what === "output" ? server.output() : JSON.stringify(instance);
  };
  const broker = createServer((req, res) => {
    answer(req.url ?? "").then(
      (said) => res.end(said),
      (error: unknown) => res.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => broker.listen(0, "127.0.0.1", done));
  project.provide("sharedServers", `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);
  return async () => {
    broker.closeAllConnections();
    broker.close();
    for (const asked of running.values()) await asked.then(({ server }) => server.stop()).catch(() => undefined);
  };
}

async function open(postgres: string, mount: string): Promise<Running> {
  const name = `shared_${mount}`;
  await runOnce(postgres, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const [database, secret] = [withDatabase(postgres, name), randomBytes(32).toString("base64url")];
  const env = { DATABASE_URL: database, SECRET_KEY: secret, API_MOUNT: mount, RATE_LIMITS: WIDE_LIMITS };
  const server = await runServer({ env });
  return { server, instance: { url: server.url, port: server.port, database, secret } };
}
