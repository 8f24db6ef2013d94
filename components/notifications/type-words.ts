import type { NotificationType } from "@/lib/core/notifications/inbox/schemas";

/** The types of notifications and what each tells of, for people, in the order they are shown. */
export const types: readonly { type: NotificationType; name: string; text: string }[] = [
  { type: "mention", name: "Mentions", text: "Someone writes your name in a room." },
  { type: "invitation", name: "Invitations", text: "Someone asks you into a room." },
  { type: "listing", name: "New listings", text: "A watch of yours found something." },
  { type: "quiz_result", name: "Quiz results", text: "A quiz you took was scored." },
  { type: "announcement", name: "Announcements", text: "What the admins tell everyone." },
  { type: "account", name: "Account", text: "What admins change about your account." },
  {
    type: "security",
    name: "Security",
    text: "New devices, changed passwords and the like. Always in the app and by mail.",
  },
];
