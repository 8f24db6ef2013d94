/** Why a document gave no rows, and what is said of it: a sentence for members. */
export const PARSE_FAULTS = {
  empty_body: "The source answered with nothing.",
  cut_off: "The source is cut off in the middle.",
  not_recognised: "The source is not written in a format that can be read.",
  not_a_feed: "The source is not a feed.",
  not_json: "The source is not JSON.",
  no_structured_data: "The page carries no product data.",
  list_missing: "The list is not on the page.",
  no_rows: "Nothing on the page looks like a row of the list.",
  blocked: "The source did not let Throng in.",
  needs_javascript: "The page shows its content only in a browser that runs scripts.",
  too_deep: "The source is nested too deeply.",
  too_slow: "Reading the source took too long.",
  too_much_memory: "Reading the source took too much memory.",
  too_busy: "Too many sources wait to be read.",
  aborted: "Reading the source was stopped.",
  bad_selector: "A selector is not written correctly.",
  bad_path: "A JSONPath is not written correctly.",
  bad_pattern: "A regular expression is not written correctly.",
  bad_pick: "What was clicked is not on the page.",
} as const;

export type ParseReason = keyof typeof PARSE_FAULTS;

/**
 * What keeps a document from being read. The message is a sentence for members; `detail` is what it is about, such as the
 * selector. Recognise it with `isParseError`.
 */
export class ParseError extends Error {
  override readonly name = "ParseError";
  constructor(
    readonly reason: ParseReason,
    readonly detail?: string,
  ) {
    super(PARSE_FAULTS[reason]);
  }
}

export function isParseError(error: unknown): error is ParseError {
  return error instanceof Error && error.name === "ParseError" && "reason" in error;
}

export type ParseFault = { reason: ParseReason; detail?: string } | { message: string };

/** An error as it leaves the worker. The stack ends where a document is nested without end. */
export function toFault(error: unknown): ParseFault {
  if (isParseError(error)) return { reason: error.reason, detail: error.detail };
  if (error instanceof RangeError && /call stack/i.test(error.message)) return { reason: "too_deep" };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
