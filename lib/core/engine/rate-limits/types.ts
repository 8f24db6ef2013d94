/** The policies that count by member, of which one member may have an override. */
export const MEMBER_POLICIES = ["api", "chat", "quiz", "scraper", "settings"] as const;
