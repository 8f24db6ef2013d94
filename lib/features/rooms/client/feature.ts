import { AtSign, Mail, MessageSquare, MessagesSquare } from "lucide-react";
import type { BrowserFeature } from "@/lib/client/feature";
import { words } from "@/lib/features/rooms/words";
import { openDirectRoom } from "./open-direct-room";
import { discoverRooms, searchRooms } from "./room-commands";
import { RoomItems, RoomsProvider, UnreadMessages } from "./rooms-provider";

/** What rooms tell the browser about themselves. */
export const rooms: BrowserFeature = {
  name: "rooms",
  words,
  icons: { uses: { chat: MessagesSquare }, notifications: { mention: AtSign, invitation: Mail } },
  navigation: [
    {
      href: "/rooms",
      label: "Rooms",
      icon: MessagesSquare,
      count: UnreadMessages,
      items: { label: "Your rooms", nothing: "None yet. Find one under Rooms.", list: RoomItems },
      fillsScreen: true,
    },
  ],
  commands: [discoverRooms],
  search: searchRooms,
  memberAction: {
    icon: MessageSquare,
    label: "write directly",
    command: (name) => `Write to ${name}`,
    failed: "The room could not be opened",
    run: openDirectRoom,
  },
  privacy: [
    {
      setting: "showReadState",
      label: "Show how far I have read",
      description: "Otherwise others in a room do not see which messages have reached you.",
    },
  ],
  Provider: RoomsProvider,
};
