import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type Reception, startReception } from "./reception";
import { askAgain, headOf } from "./testing/raw-request";

const CONNECTIONS = 16;
const ASK = headOf("GET / HTTP/1.1", "Host: localhost");

async function listen(reception: Reception) {
  const http = createServer(reception.listener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { http, port: (http.address() as AddressInfo).port };
}

test("answers what busy connections still bring when it stops, and cuts none of them", async () => {
  const reception = startReception((_req, res) => void res.end("here"));
  const { http, port } = await listen(reception);
  let answers = 0;
  const clients = Array.from({ length: CONNECTIONS }, () => askAgain(port, ASK, () => void answers++));
  await expect.poll(() => answers).toBeGreaterThan(CONNECTIONS * 3);
  await reception.drain(http);
  expect(await Promise.all(clients)).toEqual(Array(CONNECTIONS).fill("HTTP/1.1 200 OK"));
});

test("waits for an answer that is under way", async () => {
  let release = () => {};
  const waiting = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const reception = startReception((_req, res) => {
    begin();
    void waiting.then(() => res.end("late"));
  });
  const { http, port } = await listen(reception);
  const asked = fetch(`http://127.0.0.1:${port}/`);
  await begun;
  const drained = reception.drain(http).then(() => "drained");
  expect(await Promise.race([drained, new Promise((done) => setTimeout(() => done("waits"), 700))])).toBe("waits");
  release();
  expect(await (await asked).text()).toBe("late");
  expect(await drained).toBe("drained");
});
