/** Members named in one `presence` event, each way; who gets so many reads the list, as there may be more. */
export const PRESENCE_NAMED_MAX = 100;
