/** Paths that end in a secret, which no log may hold. */
const SECRET_PATH = /^((?:\/api\/v1)?\/(?:first-admin|reset-password|confirm-email|unsubscribe|feeds|images)\/).*/;

/** What a log says of a URL: its path, without a secret that stands in it. */
export const safePath = (url = ""): string => (url.split("?")[0] ?? "").replace(SECRET_PATH, "$1…");
