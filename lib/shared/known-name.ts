import { z } from "zod";

const known = new WeakMap<object, () => readonly string[]>();

/** A name of a set that grows with what is installed: `names` is asked at every check. */
export function knownName(names: () => readonly string[]) {
  const schema = z.string().refine((name) => names().includes(name), {
    error: () => `must be one of ${names().join(", ")}`,
  });
  known.set(schema, names);
  return schema;
}

/** An object with values for some names of such a set; a name outside it is refused as an unknown field is. */
export function byKnownName<T extends z.ZodType>(names: () => readonly string[], value: T) {
  const schema = z.record(z.string(), value).superRefine((given, check) => {
    for (const name of Object.keys(given)) {
      if (!names().includes(name)) check.addIssue({ code: "custom", path: [name], message: "is not a known field" });
    }
  });
  known.set(schema, names);
  return schema;
}

/** The names that a schema made by the functions above takes now; undefined for other schemas. */
export const namesOf = (schema: object): readonly string[] | undefined => known.get(schema)?.();
