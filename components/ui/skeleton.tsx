import { Card } from "./card";

type Props = {
  /** What is on its way, for those who do not see it: "Your things". */
  label: string;
  lines: number;
};

/** Stands where a list will be, while it is read. */
export function Skeleton({ label, lines }: Props) {
  return (
    <Card aria-busy="true" className="overflow-hidden">
      <output className="sr-only">{label}: reading…</output>
      <ul aria-hidden="true" className="animate-breathe divide-y divide-line">
        {Array.from({ length: lines }, (_, line) => (
          <li key={`line-${lines - line}`} className="flex flex-col gap-2.5 px-5 py-4.5">
            <span className="h-3.5 rounded-sm bg-hover" style={{ width: `${35 + ((line * 17) % 30)}%` }} />
            <span className="h-3 rounded-sm bg-hover" style={{ width: `${55 + ((line * 23) % 35)}%` }} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
