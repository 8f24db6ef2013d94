import type { ReactNode } from "react";
import { cn } from "./cn";

export type Column<Row> = {
  name: string;
  numeric?: boolean;
  /** What the row is called: where a row is a card, it stands at its head. */
  isTitle?: boolean;
  /** Buttons: their column has no visible name. */
  isAction?: boolean;
  cell: (row: Row) => ReactNode;
};
type Props<Row> = { caption: string; columns: Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string };

/**
 * A plain table; where there is little room, each row is a card: its title, then names and values, the figures side by
 * side, the buttons last. `caption` is for screen readers.
 */
export function Table<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    <div className="@container">
      <table className="w-full text-sm @max-2xl:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="@max-2xl:sr-only">
          <tr className="border-line border-b text-faint text-xs">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={cn(cellStyles(column.numeric), "whitespace-nowrap py-2 font-medium")}
              >
                {column.isAction ? <span className="sr-only">{column.name}</span> : column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line @max-2xl:block">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="@max-2xl:flex @max-2xl:flex-wrap @max-2xl:items-end @max-2xl:gap-x-4 @max-2xl:gap-y-1.5 @max-2xl:px-5 @max-2xl:py-3.5"
            >
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { name, numeric, isTitle = false, isAction = false, cell } = column;
  const hasName = !isTitle && !isAction;
  return (
    <td className={cn(cellStyles(numeric), "py-2.5 @max-2xl:p-0!", cardStyles(column))}>
      {hasName && (
        <span aria-hidden="true" className="block shrink-0 text-faint text-xs @2xl:hidden">
          {name}
        </span>
      )}
      {hasName ? <div className={cn("min-w-0", !numeric && "@max-2xl:text-right")}>{cell(row)}</div> : cell(row)}
    </td>
  );
}

const cellStyles = (numeric: boolean | undefined) =>
  cn("px-4 first:pl-5 last:pr-5", numeric ? "whitespace-nowrap text-right tabular-nums" : "wrap-anywhere text-left");

function cardStyles({ numeric, isTitle, isAction }: Pick<Column<never>, "numeric" | "isTitle" | "isAction">): string {
  if (isTitle) return "@max-2xl:basis-full";
  if (isAction) return "text-right @max-2xl:ml-auto";
  if (numeric) return "@max-2xl:min-w-18 @max-2xl:text-left";
  return "@max-2xl:flex @max-2xl:basis-full @max-2xl:items-baseline @max-2xl:justify-between @max-2xl:gap-4";
}
