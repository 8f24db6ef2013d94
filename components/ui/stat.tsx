import type { ReactNode } from "react";

type Props = { label: string; value: ReactNode; note?: ReactNode; children?: ReactNode };

/** One figure with its name; below it a remark or a small chart. Place it inside a `<dl>`. */
export function Stat({ label, value, note, children }: Props) {
  return (
    <div className="flex flex-col gap-1 rounded-lg border border-line bg-surface p-4 shadow-card">
      <dt className="text-faint text-sm">{label}</dt>
      <dd className="flex flex-col gap-1">
        <span className="font-medium text-[1.75rem] tabular-nums leading-tight tracking-tight">{value}</span>
        {note && <span className="text-faint text-xs tabular-nums">{note}</span>}
        {children}
      </dd>
    </div>
  );
}
