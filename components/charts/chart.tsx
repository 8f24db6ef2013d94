"use client";

/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard */
import dynamic from "next/dynamic";
import { cn } from "@/components/ui/cn";
import type { Drawn } from "./drawing";

/** Drawn in the browser only, with a library that no other page needs. */
const Drawing = dynamic(() => import("./drawing").then((module) => module.Drawing), { ssr: false });

type Props = Drawn & {
  /** What the figures are, for those who hear them. */
  caption: string;
  /** What the rows are called, such as Day. */
  rowName: string;
  /** How a value reads; a plain number unless told. */
  read?: (value: number) => string;
  className?: string;
};

/** Figures as a chart, and the same ones as a table for whoever does not see it or wants to know exactly. */
export function Chart({ caption, rowName, read = plain, className, ...drawn }: Props) {
  return (
    <figure className={cn("flex flex-col gap-3", className)}>
      <div aria-hidden="true" className="h-52">
        <Drawing {...drawn} read={read} />
      </div>
      {drawn.series.length > 1 && <Legend series={drawn.series} />}
      <details className="text-sm">
        <summary className="w-fit rounded-sm text-faint text-xs hover:text-ink">{caption} as a table</summary>
        <section
          aria-label={`${caption} as a table`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
          tabIndex={0}
          className="mt-2 max-h-72 overflow-auto rounded-md border border-line"
        >
          <Figures caption={caption} rowName={rowName} read={read} rows={drawn.rows} series={drawn.series} />
        </section>
      </details>
    </figure>
  );
}

function Legend({ series }: Pick<Drawn, "series">) {
  return (
    <ul aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 text-soft text-xs">
      {series.map(({ key, name, colour }) => (
        <li key={key} className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-full" style={{ background: colour }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

type FiguresProps = Required<Pick<Props, "caption" | "rowName" | "read" | "rows" | "series">>;

function Figures({ caption, rowName, rows, series, read }: FiguresProps) {
  return (
    <table className="w-full text-sm tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-line border-b text-faint text-xs">
          <th scope="col" className="px-3 py-2 text-left font-medium">
            {rowName}
          </th>
          {series.map(({ key, name }) => (
            <th key={key} scope="col" className="px-3 py-2 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row) => (
          <tr key={row.at ?? row.label}>
            <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-left font-normal">
              {row.label}
            </th>
            {series.map(({ key }) => (
              <td key={key} className="px-3 py-1.5 text-right">
                {readOr(row.values[key], read)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const readOr = (value: number | undefined, read: (value: number) => string): string =>
  value === undefined ? "–" : read(value);

const plain = (value: number): string => value.toLocaleString("en");
