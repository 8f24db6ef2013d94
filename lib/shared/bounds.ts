/** Bounds that several files agree on. Without the schemas' library, so that browsers can take them. */

/** How many items a page of a list has at most, and unless told. */
export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 20;
/** The longest cursor of a list, in characters. */
export const CURSOR_MAX = 300;

/** The largest body of a request to the API and the largest live event a client may send, in bytes. */
export const BODY_MAX = 64 * 1024;
export const FRAME_MAX = 64 * 1024;
/** The longest query of a request, with its question mark, in characters. */
export const QUERY_MAX = 2_000;

/** The largest whole number that PostgreSQL keeps in an integer column: no place in an order is beyond it. */
export const SEQ_MAX = 2_147_483_647;
/** How far what is unread is counted: 100 means "100 or more". */
export const UNREAD_MAX = 100;
/** Members named in one `presence` event, each way; who gets so many reads the list, as there may be more. */
export const PRESENCE_NAMED_MAX = 100;

/** The longest e-mail address, and with it the longest key of an account, in characters. */
export const EMAIL_MAX = 254;
/** The most calls a rate limit can allow, and its longest window in seconds: a week. */
export const RATE_LIMIT_MAX = 1_000_000;
export const RATE_WINDOW_MAX = 7 * 86_400;
