import { remember } from "@/lib/kit/remember";
import { isPoolError, type PoolError } from "@/lib/kit/worker-error";
import { createWorkerPool, type WorkerPool } from "@/lib/kit/worker-pool";
import { ParseError, type ParseFault } from "./parse-error";
import type { Detection, Hints, Outline, Parsed, Picks, Recipe, SourceDocument } from "./types";

type Options = { signal?: AbortSignal };

const pool = (): WorkerPool =>
  remember("parse-pool", () => createWorkerPool("lib/features/watches/parsing/parse.worker.ts"));

/**
 * Reads documents in worker threads, where hostile ones take at most 5 seconds and 192 MB of one thread. Each function does
 * what the one of its name does.
 * @throws ParseError
 */
export const parser = {
  parseDocument: (document: SourceDocument, recipe: Recipe, hints?: Hints, options?: Options): Promise<Parsed> =>
    read("parseDocument", document, [recipe, hints], options),
  detectSource: (document: SourceDocument, options?: Options): Promise<Detection> =>
    read("detectSource", document, [], options),
  outlinePage: (document: SourceDocument, options?: Options): Promise<Outline> =>
    read("outlinePage", document, [], options),
  recipeFromPicks: (document: SourceDocument, picks: Picks, options?: Options): Promise<Recipe> =>
    read("recipeFromPicks", document, [picks], options),
  matchPatterns: (texts: string[], patterns: string[], options?: Options): Promise<boolean[][]> =>
    run("matchPatterns", [texts, patterns], options),
};

/** The caller keeps its bytes: a copy goes to the thread, of just these, whatever larger buffer they are part of. */
function read<T>(task: string, document: SourceDocument, rest: unknown[], options?: Options): Promise<T> {
  const bytes = new Uint8Array(document.bytes);
  return run(task, [{ ...document, bytes }, ...rest], { ...options, transfer: [bytes.buffer] });
}

async function run<T>(task: string, args: unknown[], options?: Options & { transfer?: ArrayBuffer[] }): Promise<T> {
  try {
    return await pool().run<T>(task, args, options);
  } catch (error) {
    throw isPoolError(error) ? asParseError(error) : error;
  }
}

function asParseError(error: PoolError): Error {
  if (error.reason === "broken") return error;
  if (error.reason !== "failed") return new ParseError(error.reason);
  const fault = error.fault as ParseFault;
  return "reason" in fault ? new ParseError(fault.reason, fault.detail) : new Error(fault.message, { cause: error });
}
