import { request } from "node:http";

/** Sends a body without saying how long it is, and more of it for as long as the server listens; answers the status. */
export function sendEndless(port: number, path: string, type = "application/json"): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const headers = { "content-type": type, "transfer-encoding": "chunked" };
    const sent = request({ port, path, method: "POST", headers }, (answer) => {
      clearInterval(pouring);
      done(answer.statusCode);
      sent.destroy();
    });
    const pouring = setInterval(() => sent.write("x".repeat(8_192)), 2);
    // A server that has answered may close the connection under what still comes.
    sent.on("error", (error) => setTimeout(fail, 1_000, error));
  });
}
