import type { Problem } from "@/lib/shared/errors";
import { fromProblem, offline, Refusal } from "./refusal";
import { leaveForSignIn } from "./session-end";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/**
 * Calls `/api/v1${path}` and answers its JSON, typed by the caller after the verb's schema; undefined without a body.
 * An ended session leads to the sign-in page.
 * @throws Refusal
 */
export async function api<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  if (response.ok) return readJson<T>(response);
  if (response.status === 401) leaveForSignIn();
  const problem = await readJson<Problem | undefined>(response).catch(() => undefined);
  throw problem?.code ? fromProblem(problem) : new Refusal("internal", "The server gave no reason.");
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const headers = body === undefined ? undefined : { "content-type": "application/json" };
  try {
    return await fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body), cache: "no-store" });
  } catch {
    throw offline();
  }
}

/** The one place that believes the server: answers are checked against their schema by the server's tests. */
async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
