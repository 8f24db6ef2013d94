import type { AnnouncementState, AnnouncementView } from "@/lib/core/notifications/announcements/announcement-schemas";

/** Whom an announcement may be for. */
export const audiences = [
  { value: "all", label: "Everyone" },
  { value: "role:user", label: "Members who are no admins" },
  { value: "role:admin", label: "Admins" },
  { value: "member", label: "One member" },
];

export function audienceWords({ audience, role, member }: AnnouncementView): string {
  if (audience === "member") return member?.displayName ?? "One member";
  return audiences.find(({ value }) => value === (audience === "role" ? `role:${role}` : audience))?.label ?? audience;
}

export const stateWords: Record<AnnouncementState, { label: string; tone?: "accent" | "warn" }> = {
  scheduled: { label: "Scheduled" },
  sending: { label: "Going out", tone: "accent" },
  sent: { label: "Sent", tone: "accent" },
  recalled: { label: "Recalled", tone: "warn" },
};
