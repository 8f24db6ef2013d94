import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { newId } from "@/lib/shared/ids";

type Arrived = { path: string; headers: IncomingMessage["headers"]; body: Buffer };

export type PushService = {
  url: string;
  /** What it answers, unless `statusOf` says otherwise for a path. Both are new for each test. */
  status: number;
  statusOf: (path: string) => number;
  arrived: Arrived[];
};

/** A push service of the tests' own on the loopback, which keeps what arrives. Call it once at the top of the file. */
export function testPushService(): PushService {
  const service: PushService = { url: "", status: 201, statusOf: () => service.status, arrived: [] };
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on("data", (part: Buffer) => parts.push(part));
    req.on("end", () => {
      const path = req.url ?? "";
      service.arrived.push({ path, headers: req.headers, body: Buffer.concat(parts) });
      res.writeHead(service.statusOf(path)).end();
    });
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    overrideEnv({
      SECRET_KEY: "a secret key for tests, long enough to be one",
      RATE_LIMITS: "settings=1000/1m,auth=1000/1m",
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    overrideEnv({ FETCH_ALLOW: ["127.0.0.1"] });
    Object.assign(service, { status: 201, statusOf: () => service.status, arrived: [] });
  });
  return service;
}

/** A browser: its key pair, and what it tells the server. */
export function newBrowser({ url }: PushService, path = newId()) {
  const keys = createECDH("prime256v1");
  const p256dh = keys.generateKeys();
  const auth = randomBytes(16);
  const subscription = {
    endpoint: `${url}/${path}`,
    keys: { p256dh: p256dh.toString("base64url"), auth: auth.toString("base64url") },
  };
  return { subscription, open: (body: Buffer) => decrypt(body, keys, auth) };
}

/** RFC 8291: the message inside, as a browser reads it. */
function decrypt(body: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): unknown {
  const [salt, sender] = [body.subarray(0, 16), body.subarray(21, 21 + (body[20] ?? 0))];
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
  const ikm = Buffer.from(hkdfSync("sha256", keys.computeSecret(sender), auth, info, 32));
  const derive = (name: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", ikm, salt, Buffer.from(`Content-Encoding: ${name}\0`), bytes));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  const encrypted = body.subarray(21 + sender.length);
  decipher.setAuthTag(encrypted.subarray(-16));
  const plain = Buffer.concat([decipher.update(encrypted.subarray(0, -16)), decipher.final()]);
  return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString());
}
