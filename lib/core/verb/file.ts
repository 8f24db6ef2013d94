import { z } from "zod";

/** A file as a verb answers it; the door sends its parts under `name`, however many they are, as they come. */
export const FileAnswer = z.strictObject({
  name: z.string(),
  type: z.string(),
  parts: z.custom<AsyncIterable<string>>((value) => typeof value === "object" && value !== null),
});
export type FileAnswer = z.infer<typeof FileAnswer>;

export type FileFormat = "csv" | "ndjson";

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
  return format === "ndjson"
    ? { name: named, type: "application/x-ndjson", parts: jsonLines(pages) }
    : { name: named, type: "text/csv; charset=utf-8", parts: csvLines(pages, columns) };
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
