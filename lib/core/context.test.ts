import { expect, test } from "vitest";
import { newId } from "@/lib/shared/ids";
import { anonymous, isAdmin, type Member, makeContext, ownId, ownOrAdminId, systemContext } from "./context";

const member = (role: "user" | "admin"): Member => {
  const id = newId();
  return {
    kind: "member",
    id,
    username: "ann",
    displayName: "Ann",
    role,
    via: { kind: "session", sessionId: newId() },
  };
};

test("takes “me” and the own id for the caller, and refuses another's", () => {
  const ctx = makeContext(member("user"));
  for (const idFor of [ownId, ownOrAdminId]) {
    expect(idFor(ctx, "me")).toBe(ctx.actor.id);
    expect(idFor(ctx, ctx.actor.id)).toBe(ctx.actor.id);
    expect(() => idFor(ctx, newId())).toThrow(expect.objectContaining({ code: "not_found" }));
  }
});

test("lets an admin name another member only where admins may", () => {
  const ctx = makeContext(member("admin"));
  const other = newId();
  expect(ownOrAdminId(ctx, other)).toBe(other);
  expect(() => ownId(ctx, other)).toThrow(expect.objectContaining({ code: "not_found" }));
});

test("takes admins and the system for admins, and nobody else", () => {
  expect([member("admin"), systemContext("task").actor].map(isAdmin)).toEqual([true, true]);
  expect([member("user"), anonymous].map(isAdmin)).toEqual([false, false]);
});
