import { WebSocket } from "ws";

/** What Socket.IO writes before a server's event of this name. */
const EVENT = /^42\["([^"]+)"/;
const ACK = /^43(\d+)\[/;

export type Ack = { data?: unknown; error?: { code: string; message: string } };

/**
 * A Socket.IO client reduced to its frames, so that a process can hold many and the machine's time goes to the server:
 * what it hears is handed on unparsed, acknowledgements are parsed.
 */
export class LiveLine {
  private readonly waiting = new Map<number, (ack: Ack) => void>();
  private last = 0;

  private constructor(
    private readonly socket: WebSocket,
    private readonly hear: (event: string, frame: string) => void,
  ) {}

  /** Connects to `url` (http) with a Cookie header. @throws when the server refuses */
  static open(url: string, cookie: string, hear: (event: string, frame: string) => void): Promise<LiveLine> {
    const address = `${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { headers: { cookie }, perMessageDeflate: false });
    const line = new LiveLine(socket, hear);
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.once("close", () => reject(new Error("the connection was closed")));
      socket.on("message", (raw: Buffer) => line.take(raw.toString("utf8"), resolve, reject));
    });
  }

  private take(frame: string, connected: (line: LiveLine) => void, refused: (error: Error) => void): void {
    if (frame === "2") this.socket.send("3");
    else if (frame.startsWith("0")) this.socket.send("40");
    else if (frame.startsWith("40")) connected(this);
    else if (frame.startsWith("44")) refused(new Error(frame));
    else if (frame.startsWith("43")) this.settle(frame);
    else this.hear(EVENT.exec(frame)?.[1] ?? "", frame);
  }

  private settle(frame: string): void {
    const id = Number(ACK.exec(frame)?.[1]);
    const [ack] = JSON.parse(frame.slice(frame.indexOf("["))) as [Ack];
    this.waiting.get(id)?.(ack);
    this.waiting.delete(id);
  }

  /** Sends an event and waits for its acknowledgement. @throws what the server refused with */
  ask(event: string, data: unknown): Promise<unknown> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (ack) => {
        if (ack.error) reject(new Error(`${event}: ${ack.error.code} ${ack.error.message}`));
        else resolve(ack.data);
      });
      this.socket.send(`42${id}${JSON.stringify([event, data])}`);
    });
  }

  close(): void {
    this.socket.terminate();
  }
}
