import { z } from "zod";

/** What a file is made of, in order. */
export type Parts = AsyncIterable<string | Uint8Array>;

/** A file as a verb answers it; the door sends its parts under `name`, however many they are, as they come. */
export const FileAnswer = z.strictObject({
  name: z.string(),
  type: z.string(),
  parts: z.custom<Parts>((value) => typeof value === "object" && value !== null),
  /** Whether it is shown where it was asked for, rather than saved. */
  inline: z.boolean().optional(),
  /**
   * What else its answer says, in lower case, such as for how long it may be kept. With `etag` or `last-modified` nothing is
   * sent to whoever has it already.
   */
  headers: z.record(z.string(), z.string()).optional(),
});
export type FileAnswer = z.infer<typeof FileAnswer>;

/** `ndjson` is one JSON object a line, `json` one array of them. */
export type FileFormat = "csv" | "ndjson" | "json";

type Cell = string | number | null;

/** Rows read for a file at once: no more of it is ever in memory. */
const PAGE = 1_000;

/** A file of all rows that `read` gives after a row, from the first to the last, a page at a time. */
export function fileOf<R, T>(
  name: string,
  format: FileFormat,
  read: (take: number, after: R | undefined) => Promise<R[]>,
  present: (rows: R[]) => Promise<T[]>,
  columns: (row: T) => Record<string, Cell>,
): FileAnswer {
  const named = `${name}-${new Date().toISOString().slice(0, 10)}.${format}`;
  const pages = pagesOf(read, present);
  if (format === "csv") return { name: named, type: "text/csv; charset=utf-8", parts: csvLines(pages, columns) };
  if (format === "json") return { name: named, type: "application/json; charset=utf-8", parts: jsonArray(pages) };
  return { name: named, type: "application/x-ndjson", parts: jsonLines(pages) };
}

async function* pagesOf<R, T>(
  read: (take: number, after: R | undefined) => Promise<R[]>,
  present: (rows: R[]) => Promise<T[]>,
): AsyncGenerator<T[]> {
  for (let after: R | undefined; ; ) {
    const rows = await read(PAGE, after);
    if (rows.length > 0) yield present(rows);
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

/** One JSON object a line. */
async function* jsonLines<T>(pages: AsyncIterable<T[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** One JSON array, an object a line. */
async function* jsonArray<T>(pages: AsyncIterable<T[]>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const rows of pages) {
    yield before + rows.map((row) => JSON.stringify(row)).join(",\n");
    before = ",\n";
  }
  yield before === ",\n" ? "\n]\n" : "[]\n";
}

/** CSV with a head line (RFC 4180). */
async function* csvLines<T>(
  pages: AsyncIterable<T[]>,
  columns: (row: T) => Record<string, Cell>,
): AsyncGenerator<string> {
  let hasHead = false;
  for await (const rows of pages) {
    const cells = rows.map(columns);
    const lines = [...(hasHead ? [] : [Object.keys(cells[0] ?? {})]), ...cells.map((row) => Object.values(row))];
    hasHead = true;
    yield lines.map((line) => `${line.map(cellOf).join(",")}\r\n`).join("");
  }
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cellOf(value: Cell): string {
  const text = value === null ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
