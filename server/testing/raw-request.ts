import { connect } from "node:net";

/** Sends `text` as it is to a port of this machine, and answers all that came back until the connection was closed. */
export const sendRaw = (port: number, text: string): Promise<string> =>
  new Promise((done) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8").on("data", (part: string) => {
      answer += part;
    });
    socket.on("error", () => undefined).once("close", () => done(answer));
  });

/** The head of a request: its first line, then its headers. */
export const headOf = (...lines: string[]): string => `${lines.join("\r\n")}\r\n\r\n`;

/** The head of a WebSocket handshake; `headers` come with it or in place of its own. */
export function upgradeHead(path: string, headers: Record<string, string> = {}): string {
  const all = {
    Host: "localhost",
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  return headOf(`GET ${path} HTTP/1.1`, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`));
}

/** The status and headers, in lower case, of a raw answer. */
export function readHead(answer: string): { status: number; headers: Headers } {
  const [first = "", ...lines] = (answer.split("\r\n\r\n")[0] ?? "").split("\r\n");
  const pairs = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(": ");
    return [name, value.join(": ")];
  });
  return { status: Number(first.split(" ")[1]), headers: new Headers(pairs) };
}

/**
 * Asks over one connection again and again, a moment after each answer, until the server asks to close it: the first line of
 * its last answer, or how the connection ended instead.
 */
export const askAgain = (port: number, ask: string, answered: () => void): Promise<string> =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(ask));
    let waits = true;
    let last = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      waits = false;
      last = text;
      answered();
      if (/Connection: close/i.test(text)) return;
      setTimeout(() => {
        waits = true;
        socket.write(ask);
      }, 5);
    });
    socket.on("error", () => done("reset"));
    socket.on("close", () => done(waits || !/Connection: close/i.test(last) ? "cut" : (last.split("\r\n")[0] ?? "")));
  });
