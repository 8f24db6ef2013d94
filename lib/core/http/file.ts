import { z } from "zod";

/** A file as a verb answers it; the door sends `text` under `name`. */
export const FileAnswer = z.strictObject({ name: z.string(), type: z.string(), text: z.string() });
export type FileAnswer = z.infer<typeof FileAnswer>;

export type FileFormat = "csv" | "ndjson";

type Cell = string | number | null;

/** Rows as a file: CSV with a head line (RFC 4180), or one JSON object a line. `columns` gives a row's cells by name. */
export function fileOf<T>(name: string, format: FileFormat, rows: T[], columns: (row: T) => Record<string, Cell>) {
  const named = `${name}-${new Date().toISOString().slice(0, 10)}.${format}`;
  if (format === "ndjson") {
    return { name: named, type: "application/x-ndjson", text: rows.map((row) => `${JSON.stringify(row)}\n`).join("") };
  }
  const cells = rows.map(columns);
  const lines = [Object.keys(cells[0] ?? {}), ...cells.map((row) => Object.values(row))];
  const text = lines.map((line) => `${line.map(cellOf).join(",")}\r\n`).join("");
  return { name: named, type: "text/csv; charset=utf-8", text };
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cellOf(value: Cell): string {
  const text = value === null ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
