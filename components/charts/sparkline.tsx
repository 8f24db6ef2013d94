const WIDTH = 120;
const HEIGHT = 28;
const PAD = 2;

/** The recent course of a figure that stands beside it, without scale. Draws nothing before there are two values. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return <div aria-hidden="true" className="h-7" />;
  // A quarter of air above, so that a level course is not a full box.
  const max = Math.max(...values, 1) * 1.25;
  const step = WIDTH / (values.length - 1);
  const points = values.map((value, index) => {
    const y = HEIGHT - PAD - (value / max) * (HEIGHT - 2 * PAD);
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" className="h-7 w-full">
      <polygon points={`0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`} className="fill-accent-soft" />
      <polyline
        points={points.join(" ")}
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        className="stroke-accent"
      />
    </svg>
  );
}
