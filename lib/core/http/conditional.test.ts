import { expect, test } from "vitest";
import { hasAlready } from "./conditional";

const OWN = { etag: '"v1"', "last-modified": "Tue, 10 Nov 2026 08:00:00 GMT" };
const asks = (headers: Record<string, string>, method = "GET") => ({ method, headers: new Headers(headers) });

test.each([
  [{ "if-none-match": '"v1"' }, true],
  [{ "if-none-match": 'W/"v1"' }, true],
  [{ "if-none-match": '"v0", W/"v1"' }, true],
  [{ "if-none-match": "*" }, true],
  [{ "if-none-match": '"v2"' }, false],
  [{ "if-none-match": "v1" }, false],
  [{ "if-modified-since": "Tue, 10 Nov 2026 08:00:00 GMT" }, true],
  [{ "if-modified-since": "Wed, 11 Nov 2026 08:00:00 GMT" }, true],
  [{ "if-modified-since": "Tue, 10 Nov 2026 07:59:59 GMT" }, false],
  [{ "if-modified-since": "yesterday" }, false],
  [{ "if-none-match": '"v2"', "if-modified-since": "Wed, 11 Nov 2026 08:00:00 GMT" }, false],
  [{}, false],
])("who asks with %j has it already: %s", (headers, has) => {
  expect(hasAlready(asks(headers as Record<string, string>), OWN)).toBe(has);
});

test("what has neither tag nor date is always sent, and so is the answer to a change", () => {
  expect(hasAlready(asks({ "if-none-match": "*", "if-modified-since": "Wed, 11 Nov 2026 08:00:00 GMT" }), {})).toBe(
    false,
  );
  expect(hasAlready(asks({ "if-none-match": "*" }, "POST"), OWN)).toBe(false);
});
