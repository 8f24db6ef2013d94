import { z } from "zod";
import { MemberRef, PublicUser, Username } from "@/lib/core/members/schemas";
import { UNREAD_MAX } from "@/lib/shared/bounds";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";
import { Version } from "@/lib/shared/version";
import { Author, Message, Seq, SeqInput } from "./message-schemas";

export const RoomKind = z.enum(["public", "private", "direct"]);
export const RoomRole = z.enum(["owner", "member"]);

/** Rooms one `sync` may ask about. */
const SYNC_ROOMS_MAX = 100;

/** Control characters and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

const line = (max: number) =>
  z
    .string("is required")
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !UNPRINTABLE.test(text), "must not hold control characters");

const RoomName = line(80).min(1, "is required");
const RoomTopic = line(300);

/** A room as the caller sees it. What only members may know is null or 0 for others. */
export const Room = z.strictObject({
  id: Id,
  kind: RoomKind,
  /** Empty for direct rooms: they go by `other`. */
  name: z.string(),
  topic: z.string(),
  memberCount: z.number().int(),
  joined: z.boolean(),
  invited: z.boolean(),
  myRole: RoomRole.nullable(),
  /** Messages after `readSeq`, counted up to 100. */
  unread: z.number().int().min(0).max(UNREAD_MAX),
  lastSeq: Seq,
  readSeq: Seq,
  lastMessage: z
    .strictObject({ body: z.string(), authorName: z.string().nullable(), createdAt: z.iso.datetime() })
    .nullable(),
  createdAt: z.iso.datetime(),
  /** Counts changes of name and topic. */
  version: Version,
  /** The other member of a direct room. */
  other: PublicUser.nullable(),
});
export type Room = z.infer<typeof Room>;

export const Invitation = z.strictObject({
  room: z.strictObject({ id: Id, kind: RoomKind, name: z.string(), topic: z.string(), memberCount: z.number().int() }),
  user: PublicUser,
  invitedBy: PublicUser,
  createdAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

export const RoomMember = z.strictObject({
  user: PublicUser,
  role: RoomRole,
  joinedAt: z.iso.datetime(),
  /** Whether they are here now, and when they were last: false and null for who does not want that seen. */
  online: z.boolean(),
  lastSeenAt: z.iso.datetime().nullable(),
});
export type RoomMember = z.infer<typeof RoomMember>;

export const RoomInput = z.strictObject({ roomId: Id });

export const CreateRoomInput = z.strictObject({
  name: RoomName,
  kind: z.enum(["public", "private"], "must be public or private").default("public"),
  topic: RoomTopic.default(""),
});

export const UpdateRoomInput = z.strictObject({
  roomId: Id,
  name: RoomName.optional(),
  topic: RoomTopic.optional(),
});

/** Another member, by id or by user name. */
const target = { userId: Id.optional(), username: Username.optional() };
const namesOne = ({ userId, username }: { userId?: string; username?: string }) =>
  (userId === undefined) !== (username === undefined);
const NAME_ONE = { message: "give either userId or username", path: ["userId"] };

export const OpenDirectRoomInput = z.strictObject(target).refine(namesOne, NAME_ONE);
export const InviteMemberInput = z.strictObject({ roomId: Id, ...target }).refine(namesOne, NAME_ONE);
/** Without a name the caller joins; with one, that member is invited. */
export const AddMemberInput = z.strictObject({ roomId: Id, ...target });
export const RemoveMemberInput = z.strictObject({ roomId: Id, userId: MemberRef });

export const ListRoomsInput = z.strictObject({
  /** The caller's own rooms, last active first; or all public rooms, newest first. */
  scope: z.enum(["joined", "discover"], "must be joined or discover").default("joined"),
  /** Part of the name; of the other member's name for direct rooms. */
  q: z.string().trim().max(80).default(""),
  ...pageFields,
});
export const RoomPage = pageOf(Room);

export const ListMembersInput = z.strictObject({ roomId: Id, ...pageFields });
export const MemberPage = pageOf(RoomMember);

export const ListInvitationsInput = z.strictObject(pageFields);
export const InvitationPage = pageOf(Invitation);

export const MarkReadInput = z.strictObject({ roomId: Id, seq: SeqInput });
/** Also the live event `room:read`, sent to the member's own pages. */
export const ReadPosition = z.strictObject({
  roomId: Id,
  readSeq: Seq,
  unread: z.number().int().min(0).max(UNREAD_MAX),
});
export type ReadPosition = z.infer<typeof ReadPosition>;

/** Rooms with more members do not show who has read up to where. */
export const READERS_MAX = 20;

/** What rooms add to a member's settings. */
export const RoomsSettings = z.strictObject({
  /** Whether others in a room see how far one has read. */
  showReadState: z.boolean().default(true),
});

const Reader = z.strictObject({ userId: Id, readSeq: Seq });
/** How far others have read, furthest first. */
export const ReaderList = z.strictObject({ items: z.array(Reader).max(READERS_MAX) });
export type ReaderList = z.infer<typeof ReaderList>;

/** The live event `room:seen`. A `readSeq` of null: this member's position is not shown any more. */
export const RoomSeen = z.strictObject({ roomId: Id, userId: Id, readSeq: Seq.nullable() });
export type RoomSeen = z.infer<typeof RoomSeen>;

export const OpenedRoom = z.strictObject({ roomId: Id, lastSeq: Seq, readSeq: Seq });

export const SyncRoomsInput = z.strictObject({
  rooms: z
    .record(Id, SeqInput)
    .refine((rooms) => Object.keys(rooms).length <= SYNC_ROOMS_MAX, `must name at most ${SYNC_ROOMS_MAX} rooms`),
});

/** What changed in a room after a number, in the order of `rev`. Everything up to `lastSeq` is known now; `hasMore` says to ask again from there. */
const RoomChanges = z.strictObject({ items: z.array(Message), lastSeq: Seq, hasMore: z.boolean() });
export const RoomsSince = z.strictObject({
  rooms: z.record(Id, RoomChanges),
  /** Rooms the caller is not a member of, or that are gone. */
  refused: z.array(Id),
});
export type RoomsSince = z.infer<typeof RoomsSince>;

/** The live event `typing`. */
export const Typing = z.strictObject({ roomId: Id, user: Author });
export type Typing = z.infer<typeof Typing>;

/** What everyone who may see a room knows of it. */
const RoomFace = z.strictObject({
  name: z.string(),
  topic: z.string(),
  memberCount: z.number().int(),
  version: Version,
});
export type RoomFace = z.infer<typeof RoomFace>;

/**
 * The live event `room:changed`, sent to the room and, when it is about one member, to that member's pages too.
 * `userId` is who joined, was invited, declined, left or was removed.
 */
export const RoomChanged = z.strictObject({
  roomId: Id,
  change: z.enum(["created", "updated", "joined", "left", "removed", "invited", "uninvited", "deleted"]),
  userId: Id.nullable(),
  /** What the room is now; null when it is gone or not for the reader any more. */
  room: RoomFace.nullable(),
});
export type RoomChanged = z.infer<typeof RoomChanged>;
