"use client";

import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export type Series = {
  key: string;
  name: string /** A colour of the instance, such as var(--accent). */;
  colour: string;
};
export type Drawn = {
  rows: readonly { label: string; values: Record<string, number> }[];
  series: readonly Series[];
  look: "bars" | "lines" | "stack";
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
  const data = rows.map(({ label, values }) => ({ label, ...values }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={tickStyle} tickLine={false} axisLine={{ stroke: "var(--line)" }} minTickGap={24} />
        <YAxis
          tick={tickStyle}
          tickLine={false}
          axisLine={false}
          allowDecimals={max !== undefined}
          domain={[0, max ?? "auto"]}
          width={40}
          tickFormatter={(value: number) => tick(value)}
        />
        <Tooltip
          cursor={{ fill: "var(--hover)", stroke: "var(--line-strong)", fillOpacity: 0.6 }}
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

/** One series. Recharts looks for lines and bars among its own children, so this is no component. */
function mark({ key, name, colour }: Series, look: Drawn["look"], isTop: boolean) {
  const common = { dataKey: key, name, isAnimationActive: false };
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
