type Props = { used: number; of: number };

/** How much of a whole is used, as a bar: calm, then warning, then full. Decorative: the figures stand beside it. */
export function Meter({ used, of }: Props) {
  const share = of > 0 ? Math.min(1, used / of) : 0;
  const colour = share >= 1 ? "bg-danger" : share >= 0.8 ? "bg-warn" : "bg-accent";
  return (
    <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-hover">
      <div
        className={`h-full rounded-full transition-[width] duration-500 ${colour}`}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
