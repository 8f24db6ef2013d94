import { expect, test } from "vitest";
import { safePath } from "./safe-path";

test.each([
  ["/api/v1/feeds/a-secret.atom?x=1", "/api/v1/feeds/…"],
  ["/api/v1/images/a-secret", "/api/v1/images/…"],
  ["/api/v1/unsubscribe/a-token", "/api/v1/unsubscribe/…"],
  ["/reset-password/a-token", "/reset-password/…"],
  ["/api/v1/listings/feeds/an-id", "/api/v1/listings/feeds/an-id"],
  ["/api/v1/rooms?q=private", "/api/v1/rooms"],
  [undefined, ""],
])("logs %s as %s", (url, path) => {
  expect(safePath(url)).toBe(path);
});
