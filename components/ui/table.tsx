import type { ReactNode } from "react";
import { cn } from "./cn";

export type Column<Row> = { name: string; numeric?: boolean; cell: (row: Row) => ReactNode };
type Props<Row> = { caption: string; columns: Column<Row>[]; rows: Row[]; rowKey: (row: Row) => string };

/** A plain table that scrolls sideways on a narrow screen. `caption` is for screen readers. */
export function Table<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reached by keyboard
    <section tabIndex={0} className="overflow-x-auto -outline-offset-2" aria-label={caption}>
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b text-faint text-xs">
            {columns.map((column) => (
              <th key={column.name} scope="col" className={cellStyles(column.numeric, "py-2 font-medium")}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.name} className={cellStyles(column.numeric, "py-2.5")}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const cellStyles = (numeric: boolean | undefined, rest: string) =>
  cn("px-4 first:pl-5 last:pr-5", numeric ? "text-right tabular-nums" : "text-left", rest);
