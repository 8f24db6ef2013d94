import { presentUser } from "@/lib/core/members/present";
import { isSeen } from "@/lib/core/realtime/presence";
import { DEFAULT_SETTINGS } from "@/lib/core/settings/schemas";
import type { Message } from "./message-schemas";
import type { MessageRow } from "./message-store";
import type { RoomRow } from "./room-view-store";
import type { Invitation, Room, RoomFace, RoomMember } from "./schemas";
import type { InvitationRow, MemberRow } from "./store";

export const presentRoom = (row: RoomRow): Room => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  topic: row.topic,
  memberCount: row.memberCount,
  joined: row.role !== null,
  invited: row.invited,
  myRole: row.role,
  unread: row.unread ?? 0,
  lastSeq: row.lastSeq,
  readSeq: row.readSeq,
  lastMessage: row.lastAt && {
    body: row.lastBody ?? "",
    authorName: row.lastAuthor,
    createdAt: row.lastAt.toISOString(),
  },
  createdAt: row.createdAt.toISOString(),
  version: row.version,
  other: presentOther(row),
});

function presentOther({ otherId, otherUsername, otherDisplayName, otherRole }: RoomRow): Room["other"] {
  if (!otherId || otherUsername === null || otherDisplayName === null || !otherRole) return null;
  return { id: otherId, username: otherUsername, displayName: otherDisplayName, role: otherRole };
}

export const presentMessage = (row: MessageRow): Message => ({
  id: row.id,
  roomId: row.roomId,
  seq: row.seq,
  rev: row.rev,
  version: row.version,
  author: presentAuthor(row),
  clientId: row.clientId,
  body: row.body,
  card: row.card,
  replyTo: row.replyTo,
  createdAt: row.createdAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
  deletedAt: row.deletedAt?.toISOString() ?? null,
});

function presentAuthor({ authorId, username, displayName }: MessageRow): Message["author"] {
  if (!authorId || username === null || displayName === null) return null;
  return { id: authorId, username, displayName };
}

export const presentInvitation = ({ room, user, invitedBy, createdAt }: InvitationRow): Invitation => ({
  room: { id: room.id, kind: room.kind, name: room.name, topic: room.topic, memberCount: room.memberCount },
  user: presentUser(user),
  invitedBy: presentUser(invitedBy),
  createdAt: createdAt.toISOString(),
});

export const presentRoomMember = ({ user, role, joinedAt }: MemberRow): RoomMember => {
  const { showPresence } = user.settings ?? DEFAULT_SETTINGS;
  return {
    user: presentUser(user),
    role,
    joinedAt: joinedAt.toISOString(),
    online: showPresence && isSeen(user.id),
    lastSeenAt: showPresence ? (user.lastSeenAt?.toISOString() ?? null) : null,
  };
};

/** Of a whole room, only what everyone who may see it knows. */
export const presentFace = ({ name, topic, memberCount, version }: RoomFace): RoomFace => ({
  name,
  topic,
  memberCount,
  version,
});
