import { z } from "zod";

/** Stands in a file of its own, from where browsers take it without the schemas' library. */
export { newId } from "./new-id";

/** The id of any stored thing: a UUID in lower case. */
export const Id = z.uuid("must be an id").toLowerCase();
