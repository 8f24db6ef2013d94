/** The cookie that remembers the theme. The server reads it, so that the first paint is already right. */
export const THEME_COOKIE = "throng.theme";

/** `system` follows the device; the others win over it. */
export type Theme = "system" | "light" | "dark";

export const isTheme = (value: unknown): value is Theme => value === "system" || value === "light" || value === "dark";
