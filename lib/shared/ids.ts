import { z } from "zod";

/** Stands in a file of its own, from where browsers take it without the schemas' library. */
export { newId } from "./new-id";

/** The id of any stored thing: a UUID in lower case. */
export const Id = z.uuid("must be an id").toLowerCase();

/** The sender's own id of what is sent: sent again with it, it is the same. */
export const ClientId = z
  .string("is required")
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, - or _");
