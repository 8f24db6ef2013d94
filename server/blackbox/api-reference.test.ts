import { expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { newClient } from "@/server/testing/client";
import { operationsIn, operationsOffered } from "@/server/testing/operations";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const server = testServer(() => ({ DATABASE_URL: database.url }));
const anonymousAt = () => newClient(server().url);

test("serves the description of every endpoint it answers to anyone, to be asked for again", async () => {
  const answer = await anonymousAt().get("/openapi.json");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=0");
  expect(answer.headers.get("etag")).toBeTruthy();
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(operationsIn(answer.body)).toEqual(operationsOffered());
});
