import { Bell, CircleUser, LayoutDashboard, Lock, Megaphone, PanelsTopLeft } from "lucide-react";
import { coreCommands } from "./core-commands";
import { CoreProvider, UnreadNotifications } from "./core-provider";
import type { BrowserFeature } from "./feature";

/** What core tells the browser about itself, in the form that features do. Its words are in core-words.ts. */
export const core: BrowserFeature = {
  name: "core",
  icons: {
    uses: { pages: PanelsTopLeft },
    notifications: { account: CircleUser, security: Lock, announcement: Megaphone },
  },
  navigation: [
    { href: "/notifications", label: "Notifications", icon: Bell, count: UnreadNotifications },
    { href: "/admin", label: "Admin", icon: LayoutDashboard, adminOnly: true },
  ],
  pages: {
    settings: [
      { href: "/settings", label: "Profile" },
      { href: "/settings/preferences", label: "Preferences" },
      { href: "/settings/notifications", label: "Notifications" },
      { href: "/settings/security", label: "Security" },
      { href: "/settings/activity", label: "Activity" },
      { href: "/settings/limits", label: "Limits" },
      { href: "/settings/data", label: "Data" },
    ],
    admin: [
      { href: "/admin", label: "Overview" },
      { href: "/admin/users", label: "Members" },
      { href: "/admin/analytics", label: "Analytics" },
      { href: "/admin/activity", label: "Activity" },
      { href: "/admin/audit", label: "Audit log" },
      { href: "/admin/announcements", label: "Announcements" },
      { href: "/admin/rate-limits", label: "Rate limits" },
      { href: "/admin/ip-blocks", label: "IP blocks" },
      { href: "/admin/cache", label: "Cache" },
      { href: "/admin/tasks", label: "Tasks" },
    ],
  },
  commands: coreCommands,
  privacy: [
    {
      setting: "showPresence",
      label: "Show when I am online",
      description: "Otherwise others see neither that you are here nor when you were last.",
    },
  ],
  Provider: CoreProvider,
};
