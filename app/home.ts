import type { PageLink } from "@/lib/client/feature";

/** The first screen of a signed-in member. */
export const HOME: PageLink = { href: "/rooms", label: "Your rooms" };
