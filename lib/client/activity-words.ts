const FEATURES: Record<string, string> = {
  account: "Account",
  chat: "Chat",
  quiz: "Quizzes",
  education: "Lessons",
  watches: "Watches",
  pages: "Pages",
};

/** A feature as people read it. */
export const featureWords = (feature: string): string => FEATURES[feature] ?? sentence(feature);

const ACTIONS: Record<string, string> = {
  login: "Signed in",
  logout: "Signed out",
  login_failed: "Sign-in failed",
  registered: "Joined",
  settings_changed: "Changed settings",
  profile_changed: "Changed the profile",
  password_changed: "Changed the password",
  password_reset: "Reset the password",
  email_changed: "Changed the e-mail address",
  recovery_codes_renewed: "Made new recovery codes",
  email_confirmed: "Confirmed the e-mail address",
  second_factor_on: "Turned the second factor on",
  second_factor_off: "Turned the second factor off",
  session_ended: "Ended sessions",
  exported: "Downloaded their data",
  message_removed: "Removed someone's message",
  member_removed: "Removed someone from a room",
  invitation_withdrawn: "Took an invitation back",
  push_browser_added: "Signed a browser up for push messages",
  push_browser_removed: "Signed a browser off push messages",
};

const USES: Record<string, string> = {
  chat: "Used chat",
  quiz: "Took a quiz",
  education: "Learned",
  watches: "Used watches",
};

/** What was done, as the beginning of a line. */
export function actionWords({ action, feature }: { action: string; feature: string }): string {
  if (action !== "use") return ACTIONS[action] ?? sentence(action);
  return feature === "pages" ? "Opened a page" : (USES[feature] ?? `Used ${featureWords(feature).toLowerCase()}`);
}

/** The actions one can look for, besides use. */
export const KNOWN_ACTIONS = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));

/** What is known of it besides, short: the device of a sign-in, the page, the names of settings. */
export function detailWords(details: Record<string, unknown>): string {
  const { browser, system, what, names, ...others } = details;
  if (typeof browser === "string") return typeof system === "string" ? `${browser} on ${system}` : browser;
  if (typeof what === "string") return what;
  if (typeof names === "string") return names;
  return Object.entries(others)
    .map(([name, value]) => `${name}: ${idWords(String(value))}`)
    .join(", ");
}

/** The last digits of an id; any other text as it is. */
export const idWords = (text: string): string =>
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? `…${text.slice(-6)}` : text;

const AUDITED: Record<string, string> = {
  "account.registered": "Account made",
  "account.first_admin": "First admin made",
  "account.renamed": "Renamed",
  "account.password_changed": "Password changed",
  "account.password_reset": "Password reset by mail",
  "account.email_change_asked": "E-mail change asked",
  "account.email_changed": "E-mail address changed",
  "account.email_confirmed": "E-mail address confirmed",
  "account.second_factor_on": "Second factor on",
  "account.second_factor_off": "Second factor off",
  "account.recovery_codes_renewed": "New recovery codes",
  "account.locked": "Account locked",
  "account.role_changed": "Role changed",
  "account.deactivated": "Account deactivated",
  "account.reactivated": "Account reactivated",
  "account.exported": "Data downloaded",
  "account.deleted": "Account deleted",
  "session.started": "Signed in",
  "session.ended": "Session ended",
  "settings.changed": "Settings changed",
  "notifications.preferences_changed": "Notification preferences changed",
  "push.browser_added": "Browser takes push messages",
  "push.browser_removed": "Browser takes no more push messages",
  "rate_limit.changed": "Rate limit changed",
  "rate_limit.override_set": "Override set",
  "rate_limit.override_removed": "Override removed",
  "rate_limit.counters_reset": "Counters reset",
  "address_block.added": "Address blocked",
  "address_block.lifted": "Address block lifted",
  "cache.cleared": "Cache cleared",
  "announcement.made": "Announcement made",
  "announcement.recalled": "Announcement recalled",
  "task.asked_for": "Task run by hand",
  "room.message_deleted": "Message deleted",
  "database.restored": "Database restored",
  "audit.sealed": "Sealed from here on",
  "audit.key_changed": "SECRET_KEY changed",
  "audit.seal_broken": "Audit log was tampered with",
  "audit.exported": "Audit log exported",
  "activity.exported": "Activity exported",
};

/** An audited action as people read it. */
export const auditWords = (action: string): string => AUDITED[action] ?? sentence(action.replace(/^\w+\./, ""));

/** The audited actions one can look for. */
export const AUDITED_ACTIONS = Object.entries(AUDITED).map(([value, label]) => ({ value, label }));

/** `some_name` or `someName` as words. */
export function sentence(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Minutes at the axis of a chart: 45m, 1.5h. */
export const minuteTick = (minutes: number): string =>
  minutes === 0 ? "0" : minutes < 60 ? `${minutes}m` : `${Math.round(minutes / 6) / 10}h`;

/** Minutes for reading: 45 min, 3 h 5 min, 10.5 h. */
export function minuteWords(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 60) return `${whole} min`;
  if (whole >= 600) return `${Math.round(whole / 6) / 10} h`;
  return whole % 60 === 0 ? `${whole / 60} h` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}

/** A day such as 2026-11-21, short: 21 Nov. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
