import { describe, expect, test } from "vitest";
import { RouteTree } from "./route-tree";

const tree = new RouteTree<string>();
for (const path of ["rooms", "rooms/[roomId]", "rooms/direct", "rooms/[roomId]/members/[userId]"]) tree.add(path, path);

describe("RouteTree", () => {
  test.each([
    ["rooms", "rooms", {}],
    ["rooms/7", "rooms/[roomId]", { roomId: "7" }],
    ["rooms/7/members/9", "rooms/[roomId]/members/[userId]", { roomId: "7", userId: "9" }],
    ["rooms/a%20b", "rooms/[roomId]", { roomId: "a b" }],
    ["rooms/100%", "rooms/[roomId]", { roomId: "100%" }],
  ])("finds what stands at %s", (path, value, params) => {
    expect(tree.find(path)).toEqual({ value, params });
  });

  test("prefers a named piece over one in brackets", () => {
    expect(tree.find("rooms/direct")?.value).toBe("rooms/direct");
  });

  test("takes the piece in brackets where the named one leads nowhere", () => {
    expect(tree.find("rooms/direct/members/9")?.params).toEqual({ roomId: "direct", userId: "9" });
  });

  test.each(["", "room", "rooms/", "rooms/7/", "rooms//members/9", "rooms/7/members", "rooms/7/members/9/x"])(
    "finds nothing at “%s”",
    (path) => expect(tree.find(path)).toBeUndefined(),
  );
});
