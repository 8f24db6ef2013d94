/** What rooms are called for people, by the names that the server uses. */
export const words = {
  limits: { chat: { name: "Messages", counts: "sent to rooms" } },
  uses: { chat: { name: "Chat", used: "Used chat" } },
  actions: {
    message_removed: "Removed someone's message",
    member_removed: "Removed someone from a room",
    invitation_withdrawn: "Took an invitation back",
  },
  audited: { "room.message_deleted": "Message deleted" },
  notifications: {
    mention: { name: "Mentions", text: "Someone writes your name in a room." },
    invitation: { name: "Invitations", text: "Someone asks you into a room." },
  },
  statistics: { rooms: "Rooms", messages: "Messages" },
  leftBehind: "What you wrote in rooms stays, without your name.",
};
