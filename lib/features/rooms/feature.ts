import type { FeatureManifest } from "@/lib/core/features/manifest";
import { channelOf } from "@/lib/shared/define-event";
import { createRoom } from "./create-room";
import { editMessage } from "./edit-message";
import { room } from "./events";
import { inviteMember } from "./invite-member";
import { joinRoom } from "./join-room";
import { listReaders } from "./list-readers";
import { markRead } from "./mark-read";
import { forgetMember, hasSeat, readMemory } from "./memory";
import { openDirectRoom } from "./open-direct-room";
import { closeRoom, openRoom } from "./open-room";
import { postMessage } from "./post-message";
import { applyReadingChoice } from "./reading";
import { showTyping } from "./show-typing";
import { countMessages, countRooms } from "./store";
import { syncRooms } from "./sync-rooms";
import { updateRoom } from "./update-room";

const channelOfRoom = ({ roomId }: { roomId: string }): string => channelOf([room], { roomId });

/** What rooms tell the house about themselves. */
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
  settingsChanged: applyReadingChoice,
  memory: { read: readMemory, forget: forgetMember, isBack: hasSeat },
  navigation: [{ label: "Rooms", href: "/rooms", icon: "messages-square" }],
  uses: {
    chat: {
      [postMessage.verb]: "message sent",
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
