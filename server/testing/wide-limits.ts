/** Limits that no test reaches by chance. */
export const WIDE_LIMITS = ["login", "auth", "register", "api", "general", "pages", "chat", "settings", "scraper"]
  .map((name) => `${name}=100000/1m`)
  .join(",");
