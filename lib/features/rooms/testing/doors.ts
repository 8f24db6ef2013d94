import type { FeatureDoors, Owner } from "@/lib/core/testing/doors";

const SECRETS = {
  name: "Chamber of whispers",
  topic: "where the well runs dry",
  message: "the key lies under the third stone",
};

async function prepare(owner: Owner) {
  const { name, topic, message } = SECRETS;
  const room = await owner.post<{ id: string }>("/api/v1/rooms", { kind: "private", name, topic });
  const path = `/api/v1/rooms/${room.body.id}/messages`;
  const sent = await owner.post<{ id: string }>(path, { clientId: "first", body: message });
  return { ids: { roomId: room.body.id, messageId: sent.body.id }, secrets: Object.values(SECRETS) };
}

export const doors: FeatureDoors = {
  prepare,
  api: {
    "GET /invitations": { rule: "member" },
    "GET /rooms": { rule: "member" },
    "POST /rooms": { rule: "member", body: { kind: "private", name: "Made by the test" } },
    "POST /rooms/direct": { rule: "member", body: { userId: "{userId}" }, final: true },
    "GET /rooms/[roomId]": { rule: "inside" },
    "PATCH /rooms/[roomId]": { rule: "inside", body: { topic: "Still secret" } },
    "POST /rooms/[roomId]/read": { rule: "inside", body: { seq: 1 } },
    "GET /rooms/[roomId]/readers": { rule: "inside" },
    "GET /rooms/[roomId]/members": { rule: "inside" },
    "POST /rooms/[roomId]/members": { rule: "inside", body: {}, final: true },
    "DELETE /rooms/[roomId]/members/[userId]": { rule: "inside", final: true },
    "GET /rooms/[roomId]/messages": { rule: "inside" },
    "POST /rooms/[roomId]/messages": { rule: "inside", body: { clientId: "matrix", body: "Said by the test" } },
    "PATCH /rooms/[roomId]/messages/[messageId]": {
      rule: "inside",
      body: { body: "Changed by the test" },
      final: true,
    },
    "DELETE /rooms/[roomId]/messages/[messageId]": { rule: "inside", final: true },
    "DELETE /invitations/[roomId]": { rule: "inside", final: true },
  },
  live: {
    "room:join": { rule: "inside", body: { roomId: "{roomId}" } },
    "room:leave": { rule: "member", body: { roomId: "{roomId}" } },
    "message:send": { rule: "inside", body: { roomId: "{roomId}", clientId: "matrix-live", body: "Said by the test" } },
    "message:read": { rule: "inside", body: { roomId: "{roomId}", seq: 1 } },
    "room:readers": { rule: "inside", body: { roomId: "{roomId}" } },
    typing: { rule: "inside", body: { roomId: "{roomId}" } },
  },
  pages: { "/rooms": "member", "/rooms/[roomId]": "inside" },
};
