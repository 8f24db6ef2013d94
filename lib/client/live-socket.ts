import { io, type Socket } from "socket.io-client";
import type { Ack, LiveLimit } from "@/lib/shared/live";
import { fromLive, offline } from "./refusal";
import { leaveForSignIn, leaveSignedOut } from "./session-end";
import type { ClientEvents, ServerEvents } from "./wire";

/** `ended` is final: the session is over and the page is about to leave. */
export type ConnectionState = "connecting" | "online" | "reconnecting" | "ended";

export type Answer<T> = { data: T; limit?: LiveLimit };

/** The live connection of this tab. It comes back by itself after a break. */
export type Live = {
  open: () => void;
  close: () => void;
  state: () => ConnectionState;
  /** Tells of every change of the state. The answered function stops it, here and below. */
  onState: (listener: (state: ConnectionState) => void) => () => void;
  on: <E extends keyof ServerEvents>(event: E, listener: (data: ServerEvents[E]) => void) => () => void;
  /**
   * Sends an event and waits for its acknowledgement, ten seconds at most.
   * @throws Refusal, `offline` when it is not known whether the server got it
   */
  request: <E extends keyof ClientEvents>(
    event: E,
    data: ClientEvents[E]["asks"],
  ) => Promise<Answer<ClientEvents[E]["gets"]>>;
};

type Listener = (data: never) => void;

const ANSWER_MS = 10_000;
const RETRY_MS = 5_000;

/** A connection that is not open yet. When the session ends, it leads to the sign-in page. */
export function createLive(): Live {
  const listeners = new Map<string, Set<Listener>>();
  const stateListeners = new Set<(state: ConnectionState) => void>();
  let socket: Socket | undefined;
  let stopLineCheck = () => {};
  let state: ConnectionState = "connecting";
  const become = (next: ConnectionState) => {
    if (state === next || state === "ended") return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  const connect = (): Socket => {
    const made = io({ transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: RETRY_MS });
    made.onAny((event: string, data: unknown) => {
      for (const listener of listeners.get(event) ?? []) tell(listener, data);
    });
    reportState(made, become);
    return made;
  };
  return {
    open: () => {
      socket = socket?.connect() ?? connect();
      stopLineCheck = startLineCheck(socket);
    },
    close: () => {
      stopLineCheck();
      socket?.disconnect();
    },
    state: () => state,
    onState: (listener) => listen(stateListeners, listener),
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      return listen(set, listener);
    },
    request: (event, data) => request(socket, event, data),
  };
}

/** The one place that believes the server: what it sends is checked against its schema by the server's tests. */
const tell = (listener: Listener, data: unknown): void => (listener as (data: unknown) => void)(data);

function listen<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => void set.delete(listener);
}

function reportState(socket: Socket, become: (state: ConnectionState) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (leave: () => void) => {
    become("ended");
    socket.disconnect();
    leave();
  };
  const breakOff = (comesBack: boolean) => {
    become("reconnecting");
    clearTimeout(timer);
    if (!comesBack) timer = setTimeout(() => socket.connect(), RETRY_MS);
  };
  socket.on("connect", () => become("online"));
  // The server took this connection out of its channels, as it may have missed events: all is joined and asked for again.
  socket.on("resync", () => {
    become("reconnecting");
    become("online");
  });
  socket.on("session:ended", ({ reason }: ServerEvents["session:ended"]) =>
    end(reason === "signed_out" ? leaveSignedOut : leaveForSignIn),
  );
  // The client comes back by itself, but not when the server sent it away or refused the handshake.
  socket.on("disconnect", (reason) => breakOff(reason !== "io server disconnect"));
  socket.on("connect_error", (error: Error & { data?: { code?: string } }) =>
    error.data?.code === "unauthenticated" ? end(leaveForSignIn) : breakOff(socket.active),
  );
}

/** The device knows that the line broke long before a ping is missed, and when it is worth trying again. */
function startLineCheck(socket: Socket): () => void {
  const drop = () => dropLine(socket);
  const retry = () => void (!socket.connected && socket.disconnect().connect());
  window.addEventListener("offline", drop);
  window.addEventListener("online", retry);
  return () => {
    window.removeEventListener("offline", drop);
    window.removeEventListener("online", retry);
  };
}

/** Gives up a line that is silent; a new one is opened at once. */
const dropLine = (socket: Socket): void => void socket.io.engine?.close();

async function request<T>(socket: Socket | undefined, event: string, data: unknown): Promise<Answer<T>> {
  if (!socket?.connected) throw offline();
  const ack: Ack<T> = await socket
    .timeout(ANSWER_MS)
    .emitWithAck(event, data)
    .catch(() => {
      dropLine(socket);
      throw offline();
    });
  if ("error" in ack) throw fromLive(ack.error);
  return ack;
}
