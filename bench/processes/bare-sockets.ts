import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { answerCalls } from "./answer";

type Answer = (ack: unknown) => void;

const commands = {
  /** A Socket.IO server that knows rooms, passes messages on in the shape of ours, and keeps nothing. */
  listen: (): Promise<number> => {
    const http = createServer();
    const io = new Server(http, { serveClient: false, transports: ["polling", "websocket"] });
    let seq = 0;
    io.on("connection", (socket) => {
      socket.on("ping", (_data: unknown, answer: Answer) => answer({ data: { type: "pong" } }));
      socket.on("room:join", ({ roomId }: { roomId: string }, answer: Answer) => {
        void socket.join(roomId);
        answer({ data: {} });
      });
      socket.on("message:send", (draft: { roomId: string; clientId: string; body: string }, answer: Answer) => {
        const message = toMessage(draft, ++seq);
        io.to(draft.roomId).emit("message:new", message);
        answer({ data: message });
      });
    });
    return new Promise((resolve) => http.listen(0, "127.0.0.1", () => resolve((http.address() as AddressInfo).port)));
  },
};
export type BareSockets = typeof commands;

/** Of the same bytes as the message that Throng sends. */
const toMessage = ({ roomId, clientId, body }: { roomId: string; clientId: string; body: string }, seq: number) => ({
  id: crypto.randomUUID(),
  roomId,
  seq,
  rev: seq,
  author: { id: crypto.randomUUID(), username: "member-1234", displayName: "Member 1234" },
  clientId,
  body,
  card: null,
  replyTo: null,
  createdAt: new Date().toISOString(),
  editedAt: null,
  deletedAt: null,
});

answerCalls(commands);
