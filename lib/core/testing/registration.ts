import { anonymous, type Ctx, makeContext } from "@/lib/core/context";
import { newId } from "@/lib/shared/ids";
import { freshIp } from "./accounts";

/** What the accounts here sign in with; those of `makeAccount` have another one. */
export const PASSWORD = "a long walk by the sea 42";

/** A caller with an IP of their own, so that no test meets another's limits, and with a client that names no browser. */
export const anonymousAt = (): Ctx => makeContext(anonymous, { ip: freshIp() });

/** What someone registers with whom nobody knows yet. */
export const account = (name = `m${newId().slice(-12)}`) => ({
  username: name,
  email: `${name}@example.org`,
  password: PASSWORD,
});
