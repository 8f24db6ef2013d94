import type { FeatureManifest } from "@/lib/core/features/manifest";
import { channelOf } from "@/lib/shared/define-event";
import { cardPlaces } from "./card-places";
import { createRoom } from "./create-room";
import { editMessage } from "./edit-message";
import { room } from "./events";
import { roomGroups } from "./groups";
import { inviteMember } from "./invite-member";
import { joinRoom } from "./join-room";
import { roomLimits } from "./limits";
import { listReaders } from "./list-readers";
import { listRooms } from "./list-rooms";
import { markRead } from "./mark-read";
import { openDirectRoom } from "./open-direct-room";
import { closeRoom, openRoom } from "./open-room";
import { forgetPersonalData, hasSeat, readPersonalData } from "./personal-data";
import { postCard } from "./post-card";
import { postMessage } from "./post-message";
import { applyReadingChoice } from "./reading";
import { RoomsSettings } from "./schemas";
import { showTyping } from "./show-typing";
import { countMessages, countRooms } from "./store";
import { syncRooms } from "./sync-rooms";
import { updateRoom } from "./update-room";

const channelOfRoom = ({ roomId }: { roomId: string }): string => channelOf([room], { roomId });

/** What rooms tell the instance about themselves. */
export const rooms: FeatureManifest = {
  name: "rooms",
  live: {
    "room:join": { verb: openRoom, join: channelOfRoom },
    "room:leave": { verb: closeRoom, leave: channelOfRoom },
    "message:send": { verb: postMessage },
    "message:read": { verb: markRead },
    "room:readers": { verb: listReaders },
    typing: { verb: showTyping },
  },
  sync: { rooms: { verb: syncRooms, input: (known) => ({ rooms: known }) } },
  start: async (ctx) => (await listRooms(ctx, { scope: "joined", limit: 100 })).items,
  limits: roomLimits,
  notifications: {
    mention: { channels: { in_app: true, email: true, push: true } },
    invitation: { channels: { in_app: true, email: true, push: true } },
  },
  settings: { schema: RoomsSettings, changed: applyReadingChoice },
  personalData: { read: readPersonalData, forget: forgetPersonalData, isBack: hasSeat },
  cards: { accepts: { room: cardPlaces } },
  groups: { offers: { room: roomGroups } },
  uses: {
    chat: {
      [postMessage.verb]: "message sent",
      [postCard.verb]: "card shared",
      [editMessage.verb]: "message edited",
      [createRoom.verb]: "room created",
      [updateRoom.verb]: "room changed",
      [joinRoom.verb]: "room joined",
      [inviteMember.verb]: "member invited",
      [openDirectRoom.verb]: "direct room opened",
    },
  },
  statistics: { rooms: countRooms, messages: countMessages },
};
