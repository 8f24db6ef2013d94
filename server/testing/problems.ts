import { expect } from "vitest";
import { Problem } from "@/lib/shared/errors";
import type { Answer } from "./client";

/** `404 not_found`, after checking that the refusal is whole: problem details, its status, the request's id. */
export function codeOf({ status, headers, body }: Answer): string {
  const problem = Problem.parse(body);
  expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(problem.status).toBe(status);
  expect(problem.requestId).toBe(headers.get("x-request-id"));
  expect(problem.type).toBe(`urn:throng:error:${problem.code}`);
  return `${status} ${problem.code}`;
}

/** The fields that a refusal names. */
export const fieldsOf = ({ body }: Answer): string[] => Problem.parse(body).errors?.map(({ field }) => field) ?? [];

/** Why a sign-in was refused, whether its page is to say so or the answer itself does; undefined when it was not. */
export const codeOfSignIn = ({ headers, body }: Answer): string | undefined =>
  /code=(\w+)/.exec(headers.get("location") ?? "")?.[1] ?? Problem.safeParse(body).data?.code;
