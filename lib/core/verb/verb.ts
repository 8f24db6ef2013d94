import type { z } from "zod";
import { type Ctx, isAdmin } from "@/lib/core/context";
import { trackVerb } from "@/lib/core/engine/activity/uses";
import { refuseBlocked, refuseBlockedByAdmin } from "@/lib/core/engine/ip-blocks/blocks";
import { enforceAll } from "@/lib/core/engine/rate-limits/enforce";
import type { RateLimitName } from "@/lib/core/engine/rate-limits/types";
import { touchFrom } from "@/lib/core/engine/sessions/touch";
import { DISK_FULL, DISK_RETRY_SECONDS, mayStore } from "@/lib/kit/disk";
import { env } from "@/lib/kit/env";
import { fail, invalidFields } from "@/lib/shared/errors";
import { type ActorOf, admit } from "./admit";
import type { Access } from "./scope";

type Definition<A extends Access, S extends boolean, I extends z.ZodType, O extends z.ZodType> = {
  /** What it is about and what it does, e.g. `rooms.postMessage`: its name in logs and statistics, and what its scope is made of. */
  name: string;
  /**
   * Who may call it. "anyone" asks for nothing; "guest" for a seat or a sign-in, and the verb says which seat; "member" for
   * a sign-in or a token with the scope; "admin" for an admin's, or for Throng itself, which may nothing of the two before.
   */
  access: A;
  /** True for what only a browser that is signed in may do, such as changing the password: a token is refused. */
  needsSession?: S;
  /** True for a verb that changes nothing; all others are refused to IPs blocked from writing. */
  reads?: true;
  /** True for what must go on while the disk has its reserve only: signing in and out. All that an admin does goes on too. */
  evenWhenFull?: true;
  /** True for a verb that decides by itself whom the blocks hold that Throng set; what an admin blocked holds before it. */
  checksBlocks?: true;
  /** RateLimitMap every call counts against, whichever door it came through. */
  rateLimits?: RateLimitName[];
  input: I;
  output: O;
  run: (ctx: Ctx<ActorOf<A, S>>, input: z.output<I>) => Promise<z.output<O>>;
};

/** What an actor does to the instance: callable with untrusted input, the same through every door. */
export type Verb<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  (ctx: Ctx, input: z.input<I>): Promise<z.output<O>>;
  readonly verb: string;
  readonly access: Access;
  readonly reads: boolean;
  readonly needsSession: boolean;
  readonly rateLimits: readonly RateLimitName[];
  readonly input: I;
  readonly output: O;
};

/**
 * Makes a verb. A call checks the IP and access, and whether there is room, counts its rate limits, checks the input, then runs.
 * Errors: blocked, unauthenticated, forbidden, unavailable, rate_limited, invalid_input, and what `run` throws.
 */
export function defineVerb<A extends Access, I extends z.ZodType, O extends z.ZodType, S extends boolean = false>(
  definition: Definition<A, S, I, O>,
): Verb<I, O> {
  const { name, access, rateLimits = [], checksBlocks = false, input, output, run } = definition;
  const { reads = false, needsSession = false, evenWhenFull = reads } = definition;
  const rule = { verb: name, access, reads, needsSession };
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<z.output<O>> => {
    const level = reads ? "all" : "writes";
    if (checksBlocks) refuseBlockedByAdmin(ctx.ip, level);
    else refuseBlocked(ctx.ip, level, ctx.actor);
    const admitted = admit<A, S>(ctx, rule);
    if (!evenWhenFull && !mayStore()) refuseFull(ctx);
    if (ctx.actor.kind === "member") touchFrom(ctx.actor, ctx.ip);
    const due = rateLimits.filter((rateLimit) => !ctx.counted?.includes(rateLimit));
    if (due.length > 0) await enforceAll(ctx, due);
    const result = await run(admitted, parseInput(input, raw));
    if (!reads) trackVerb(ctx, name);
    return env().NODE_ENV === "test" ? checkAnswer(name, output, result) : result;
  };
  return Object.assign(call, { ...rule, rateLimits, input, output });
}

/** Whoever can make space again, and Throng itself, may go on. */
function refuseFull({ actor }: Ctx): void {
  if (!isAdmin(actor)) fail("unavailable", DISK_FULL, { retryAfter: DISK_RETRY_SECONDS });
}

/**
 * `raw` as the schema understands it.
 * @throws invalid_input naming every wrong field
 */
export function parseInput<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 20).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.slice(0, 20).map((key) => ({
        field: [...issue.path, key].join(".").slice(0, 100),
        message: "is not a known field",
      }));
    }
    return [{ field: issue.path.join(".").slice(0, 100), message: issue.message }];
  });
  return invalidFields(errors);
}

/** In tests an answer that its schema does not describe is a failure, so that nothing leaves unnoticed. */
function checkAnswer<O extends z.ZodType>(name: string, schema: O, answer: z.output<O>): z.output<O> {
  const checked = schema.safeParse(answer);
  if (!checked.success) throw new Error(`The answer of ${name} does not fit its schema: ${checked.error.message}`);
  return answer;
}
