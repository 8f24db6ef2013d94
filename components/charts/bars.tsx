type Bar = { label: string; value: number };
type Props = { bars: readonly Bar[] /** What a full bar stands for. */; max: number };

/** Figures side by side as bars of a common whole. */
export function Bars({ bars, max }: Props) {
  return (
    <dl className="flex flex-col gap-3.5">
      {bars.map(({ label, value }) => (
        <div key={label} className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 text-sm">
          <dt className="text-soft">{label}</dt>
          <dd className="tabular-nums">{value.toLocaleString("en")}</dd>
          <div aria-hidden="true" className="col-span-2 h-1.5 overflow-hidden rounded-full bg-hover">
            <div
              className="h-full rounded-full bg-accent transition-[width] duration-500"
              style={{ width: `${max > 0 ? Math.min(100, (value / max) * 100) : 0}%` }}
            />
          </div>
        </div>
      ))}
    </dl>
  );
}
