import { z } from "zod";
import { findEndpoints } from "./find-doors";

const Described = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** What an OpenAPI document describes, as `GET /api/v1/rooms/[roomId]`, in order. */
export const operationsIn = (document: unknown): string[] =>
  Object.entries(Described.parse(document).paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, "[$1]")}`),
    )
    .sort();

/** What it should describe: every method of every route file, except the one that says that there is nothing. */
export const operationsOffered = (): string[] =>
  findEndpoints()
    .filter((endpoint) => endpoint.includes(" /api/v1/") && !endpoint.endsWith("/[...unknown]"))
    .sort();
