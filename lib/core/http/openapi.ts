import { z } from "zod";
import { Problem } from "@/lib/shared/errors";
import { namesOf } from "@/lib/shared/known-name";
import type { Declaration } from "./route";

export type Endpoint = { method: string; path: string; declaration: Declaration };

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description of `endpoints`, made of the same declarations and schemas that answer requests. */
export function describeApi(endpoints: Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/\[(\w+)\]/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describe(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Throng", version, description: "Every answer is JSON; every error is RFC 9457 problem details." },
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "throng.session" } },
      schemas: { Problem: jsonSchema(Problem, "output") },
    },
    paths,
  };
}

function describe({ method, path, declaration }: Endpoint): Json {
  const { verb, status = 200, file = false } = declaration;
  const input = jsonSchema(verb.input, "input");
  const inPath = new Set([...path.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? ""));
  const hasBody = ["POST", "PUT", "PATCH"].includes(method);
  const who = declaration.secret ? "whoever knows the secret in the path, without a sign-in" : verb.access;
  return {
    operationId: verb.verb,
    description: `For: ${who}. Rate limits: ${[...outerLimits(declaration), ...verb.rateLimits].join(", ") || "none"}.`,
    ...(verb.access === "anyone" ? {} : { security: [{ session: [] }] }),
    ...parametersAndBody(input, inPath, hasBody),
    responses: {
      [status]: {
        description: "Success",
        ...(status === 204 ? {} : { content: file ? filesOf(file) : answerOf(verb) }),
      },
      default: {
        description: "A refusal",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

/** What the door counts before the verb does. */
function outerLimits({ verb, unlimited, secret }: Declaration): string[] {
  if (secret) return [`${secret.rateLimit} (by the secret)`];
  return unlimited ? [] : [verb.access === "anyone" ? "general or api" : "api"];
}

const filesOf = (file: NonNullable<Declaration["file"]>): Json =>
  Object.fromEntries(
    (file === true || file === false ? EXPORTS : file).map((type) => [type, { schema: { type: "string" } }]),
  );

/** What lists are exported as. */
const EXPORTS = ["text/csv", "application/x-ndjson"];

const answerOf = (verb: Declaration["verb"]): Json => ({
  "application/json": { schema: jsonSchema(verb.output, "output") },
});

/** Splits a verb's input into path parameters, query parameters and body, as `readInput` joins them. */
function parametersAndBody(input: Json, inPath: Set<string>, hasBody: boolean): Json {
  const variants = (input.anyOf ?? input.oneOf) as Json[] | undefined;
  const properties = Object.assign({}, ...(variants ?? [input]).map((one) => one.properties ?? {})) as Json;
  const required = new Set((input.required as string[] | undefined) ?? []);
  const names = Object.keys(properties);
  const parameters = names
    .filter((name) => inPath.has(name) || !hasBody)
    .map((name) => ({
      name,
      in: inPath.has(name) ? "path" : "query",
      required: inPath.has(name) || required.has(name),
      schema: properties[name],
    }));
  const inBody = hasBody ? names.filter((name) => !inPath.has(name)) : [];
  const schema = {
    type: "object",
    properties: Object.fromEntries(inBody.map((name) => [name, properties[name]])),
    required: inBody.filter((name) => required.has(name)),
    additionalProperties: false,
  };
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(inBody.length > 0 && { requestBody: { content: { "application/json": { schema } } } }),
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: json }) => {
      const names = namesOf(zodSchema);
      if (names && json.type === "string") json.enum = [...names];
      else if (names) json.propertyNames = { enum: [...names] };
    },
  });
  return described;
}
