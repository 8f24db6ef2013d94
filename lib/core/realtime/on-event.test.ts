import { describe, expect, test } from "vitest";
import { z } from "zod";
import { flushActivity } from "@/lib/core/engine/activity/buffer";
import { endSession } from "@/lib/core/sessions/end-session";
import { makeMember, makeSignedIn, memberCtx } from "@/lib/core/testing/members";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { fail } from "@/lib/shared/errors";
import type { Ack } from "@/lib/shared/live";
import { onEvent } from "./on-event";
import { makeSync, ping } from "./sync";
import { testConnection } from "./testing";

testDatabase();

async function connected() {
  const member = await makeSignedIn();
  return { member, connection: testConnection(member) };
}

const codeOf = (ack: Ack) => ("error" in ack ? ack.error.code : "ok");

/** A verb that lets the caller into a room as long as `open` says so. */
const roomVerb = (open: () => boolean) =>
  defineVerb({
    name: "test.join",
    access: "member",
    input: z.strictObject({ roomId: z.string() }),
    output: z.strictObject({ roomId: z.string() }),
    run: async (_ctx, { roomId }) => (open() ? { roomId } : fail("not_found")),
  });
const channelOf = ({ roomId }: { roomId: string }) => `room:${roomId}`;

describe("onEvent", () => {
  test("answers what the verb answers, for the session's member", async () => {
    const { member, connection } = await connected();
    const whoami = defineVerb({
      name: "test.whoami",
      access: "member",
      rateLimits: ["settings"],
      input: z.strictObject({}),
      output: z.string(),
      run: async ({ actor, ip }) => `${actor.id} ${ip}`,
    });
    const ack = await onEvent(connection, new Map([["whoami", { verb: whoami }]]), "whoami", undefined);
    expect(ack).toMatchObject({ data: `${member.id} 192.0.2.1`, limit: { rateLimit: "settings", remaining: 29 } });
  });

  test("counts its member as there for what changes something, not for what a page asks by itself", async () => {
    const { member, connection } = await connected();
    const nod = defineVerb({
      name: "test.nod",
      access: "member",
      input: z.strictObject({}),
      output: z.undefined(),
      run: async () => undefined,
    });
    const events = new Map([
      ["ping", ping],
      ["sync", makeSync({})],
      ["nod", { verb: nod }],
    ]);
    const minutes = async () => {
      await flushActivity(true);
      return db().presenceQuarter.count({ where: { userId: member.id } });
    };
    for (const name of ["ping", "sync"]) expect(codeOf(await onEvent(connection, events, name, {}))).toBe("ok");
    expect(await minutes()).toBe(0);
    expect(codeOf(await onEvent(connection, events, "nod", {}))).toBe("ok");
    expect(await minutes()).toBe(1);
  });

  test("refuses unknown events and wrong input", async () => {
    const { connection } = await connected();
    const events = new Map([["ping", ping]]);
    expect(await onEvent(connection, events, "nothing", {})).toMatchObject({ error: { code: "not_found" } });
    const wrong = await onEvent(connection, events, "ping", { timestamp: "now" });
    expect(wrong).toMatchObject({ error: { code: "invalid_input", errors: [{ field: "timestamp" }] } });
    expect(await onEvent(connection, events, "ping", { timestamp: 5 })).toEqual({
      data: { type: "pong", timestamp: 5 },
    });
  });

  test("shows nothing of an error nobody expected", async () => {
    const { connection } = await connected();
    const verb = defineVerb({
      name: "test.broken",
      access: "anyone",
      input: z.unknown(),
      output: z.unknown(),
      run: async () => {
        throw new Error("the secret inside");
      },
    });
    const ack = await onEvent(connection, new Map([["broken", { verb }]]), "broken", {});
    expect(codeOf(ack)).toBe("internal");
    expect(JSON.stringify(ack)).not.toContain("secret");
  });

  test("asks for the session each time: one that ended is refused and its connection closed", async () => {
    const { member, connection } = await connected();
    const events = new Map([["ping", ping]]);
    expect(codeOf(await onEvent(connection, events, "ping", {}))).toBe("ok");
    await endSession(memberCtx(member), { userId: "me", sessionId: member.via.sessionId });
    expect(codeOf(await onEvent(connection, events, "ping", {}))).toBe("unauthenticated");
    expect(connection.over).toEqual(["expired"]);
  });

  test("lets a connection hear a channel only while the verb lets its member in", async () => {
    const { connection } = await connected();
    let open = true;
    const events = new Map([
      ["join", { verb: roomVerb(() => open), join: channelOf }],
      ["leave", { verb: roomVerb(() => true), leave: channelOf }],
    ]);
    await onEvent(connection, events, "join", { roomId: "one" });
    expect([...connection.hears]).toEqual(["room:one"]);
    open = false;
    expect(codeOf(await onEvent(connection, events, "join", { roomId: "two" }))).toBe("not_found");
    expect([...connection.hears]).toEqual(["room:one"]);
    await onEvent(connection, events, "leave", { roomId: "one" });
    expect([...connection.hears]).toEqual([]);
  });

  test("takes back a join when the member lost the room at that moment", async () => {
    const { connection } = await connected();
    let asked = 0;
    const events = new Map([["join", { verb: roomVerb(() => ++asked === 1), join: channelOf }]]);
    expect(codeOf(await onEvent(connection, events, "join", { roomId: "one" }))).toBe("not_found");
    expect(asked).toBe(2);
    expect([...connection.hears]).toEqual([]);
  });

  test("refuses events beyond the allowance before anything else, and drops who floods", async () => {
    const { connection } = await connected();
    connection.allowance.tokens = 0;
    connection.allowance.at = Date.now() + 60_000;
    expect(codeOf(await onEvent(connection, new Map(), "anything", {}))).toBe("rate_limited");
    expect(connection.over).toEqual([]);
    connection.allowance.refused = 1_000;
    connection.allowance.at = Date.now() + 60_000;
    expect(codeOf(await onEvent(connection, new Map(), "anything", {}))).toBe("rate_limited");
    expect(connection.over).toEqual(["dropped"]);
  });
});

describe("sync", () => {
  const part = (name: string) => ({
    verb: defineVerb({
      name: `test.${name}`,
      access: "member",
      input: z.strictObject({ after: z.number() }),
      output: z.string(),
      run: async (_ctx, { after }) => `${name} after ${after}`,
    }),
    input: (after: unknown) => ({ after }),
  });
  const sync = makeSync({ rooms: part("rooms"), notifications: part("notifications") });

  test("answers the parts that are asked for, each by its own verb", async () => {
    const ctx = memberCtx(await makeMember());
    expect(await sync.verb(ctx, { rooms: 3 })).toEqual({ rooms: "rooms after 3" });
    expect(await sync.verb(ctx, { rooms: 1, notifications: 2 })).toEqual({
      rooms: "rooms after 1",
      notifications: "notifications after 2",
    });
    expect(await sync.verb(ctx, {})).toEqual({});
  });

  test("refuses a part that there is not, and input that a part does not take", async () => {
    const ctx = memberCtx(await makeMember());
    await expect(sync.verb(ctx, { secrets: 1 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(sync.verb(ctx, { rooms: "all" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
