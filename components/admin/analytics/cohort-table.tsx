/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard */
import { figure } from "@/components/admin/figures";
import { dayWords } from "@/lib/client/activity-words";
import type { Analytics } from "@/lib/core/analytics/schemas";

type Props = { cohorts: Analytics["cohorts"] };

/** Weekly cohorts: a row for each week in which members joined, a column for each week since. */
export function CohortTable({ cohorts }: Props) {
  const longest = Math.max(...cohorts.map(({ active }) => active.length));
  const weeks = Array.from({ length: longest }, (_, n) => n);
  return (
    <section
      aria-label="Retention by week"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
      tabIndex={0}
      className="overflow-x-auto px-5 pb-5"
    >
      <table className="w-full border-separate border-spacing-1 text-sm tabular-nums">
        <caption className="sr-only">Share of the members who joined in a week, by weeks since</caption>
        <thead>
          <tr className="text-faint text-xs">
            <th scope="col" className="whitespace-nowrap text-left font-medium">
              Joined
            </th>
            <th scope="col" className="px-2 text-right font-medium">
              Members
            </th>
            {weeks.map((n) => (
              <th key={n} scope="col" className="min-w-14 whitespace-nowrap text-center font-medium">
                {n === 0 ? "Then" : `+${n} wk`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ week, members, active }) => (
            <tr key={week}>
              <th scope="row" className="whitespace-nowrap text-left font-normal">
                {dayWords(week)}
              </th>
              <td className="px-2 text-right">{figure(members)}</td>
              {active.map((count, n) => (
                <Share key={`${week} ${weeks[n]}`} count={count} of={members} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The colour says what the figure says: the text keeps its contrast on each of its shades. */
function Share({ count, of }: { count: number; of: number }) {
  const share = of === 0 ? 0 : count / of;
  const shade = { background: `color-mix(in oklch, var(--accent-soft) ${Math.round(share * 100)}%, var(--sunken))` };
  return (
    <td className="h-9 rounded-sm text-center text-ink" style={shade} title={`${count} of ${of}`}>
      {of === 0 ? <span className="text-faint">–</span> : `${Math.round(share * 100)} %`}
    </td>
  );
}
