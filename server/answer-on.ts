import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** The answer that is under way on a connection: Node keeps it there. */
export function answerOn(socket: Duplex): ServerResponse | undefined {
  const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse | null };
  return answer ?? undefined;
}
