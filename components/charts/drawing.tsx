"use client";

import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export type Series = {
  key: string;
  name: string /** A colour of the instance, such as var(--accent). */;
  colour: string;
};
type Row = {
  label: string;
  /** Where it stands in time, for steps: epoch milliseconds. */
  at?: number;
  /** By the keys of series; one that has none there has a gap. */
  values: Record<string, number>;
};
export type Drawn = {
  rows: readonly Row[];
  series: readonly Series[];
  /** Steps hold until the next row, over time as it passes; the others stand side by side. */
  look: "bars" | "lines" | "stack" | "steps";
  /** How a value reads at the axis, without blanks: there is little room. */
  tick?: (value: number) => string;
  /** The top of the axis; as high as the highest value unless told. */
  max?: number;
};

const tickStyle = { fill: "var(--faint)", fontSize: 11 };
const tooltipStyle = {
  background: "var(--raised)",
  border: "1px solid var(--line)",
  borderRadius: 8,
  fontSize: 12,
  color: "var(--ink)",
};

/** The chart itself, as wide and high as its frame. Its figures stand beside it in words: see `Chart`. */
export function Drawing({ rows, series, look, read, tick = read, max }: Drawn & { read: (value: number) => string }) {
  const data = rows.map(({ label, at, values }) => ({ label, at, ...values }));
  const labelAt = (at: unknown): string => rows.find((row) => row.at === at)?.label ?? "";
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          {...(look === "steps" ? overTime(rows) : { dataKey: "label" })}
          tick={tickStyle}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          minTickGap={24}
        />
        <YAxis
          tick={tickStyle}
          tickLine={false}
          axisLine={false}
          allowDecimals={max !== undefined}
          domain={[0, max ?? "auto"]}
          width={look === "steps" ? 64 : 40}
          tickFormatter={(value: number) => tick(value)}
        />
        <Tooltip
          cursor={{ fill: "var(--hover)", stroke: "var(--line-strong)", fillOpacity: 0.6 }}
          labelFormatter={(label: unknown) => (look === "steps" ? labelAt(label) : String(label))}
          formatter={(value, name) => [read(Number(value)), name]}
          contentStyle={tooltipStyle}
          labelStyle={{ color: "var(--faint)" }}
          itemStyle={{ color: "var(--ink)" }}
          isAnimationActive={false}
        />
        {series.map((one, index) => mark(one, look, index === series.length - 1))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

const DAY_MS = 86_400_000;
const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const hourFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** An axis on which time passes evenly, with days, or with hours where there are less than two. */
function overTime(rows: Drawn["rows"]) {
  const span = (rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0);
  const format = span < 2 * DAY_MS ? hourFormat : dayFormat;
  return {
    dataKey: "at",
    type: "number",
    scale: "time",
    domain: ["dataMin", "dataMax"],
    tickFormatter: (at: number) => format.format(at),
  } as const;
}

/** One series. Recharts looks for lines and bars among its own children, so this is no component. */
function mark({ key, name, colour }: Series, look: Drawn["look"], isTop: boolean) {
  const common = { dataKey: key, name, isAnimationActive: false };
  if (look === "steps") {
    const dot = { r: 3, fill: colour, strokeWidth: 0 };
    return (
      <Line key={key} {...common} stroke={colour} strokeWidth={2} dot={dot} type="stepAfter" connectNulls={false} />
    );
  }
  if (look === "lines") return <Line key={key} {...common} stroke={colour} strokeWidth={2} dot={false} type="linear" />;
  return (
    <Bar
      key={key}
      {...common}
      fill={colour}
      maxBarSize={28}
      stackId={look === "stack" ? "all" : key}
      radius={look === "stack" && !isTop ? 0 : [3, 3, 0, 0]}
    />
  );
}
