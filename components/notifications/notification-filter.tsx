import { FilterSelect } from "@/components/ui/filter-select";
import { Link } from "@/components/ui/link";
import { PageForm } from "@/components/ui/page-form";
import { words } from "@/components/words";
import type { NotificationFilter, NotificationType } from "@/lib/core/notifications/inbox/schemas";

const tabStyles =
  "rounded-[0.4rem] px-3.5 py-1.5 text-soft text-sm transition-colors hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:shadow-card";

const filters: { value: NotificationFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "unread", label: "Unread" },
  { value: "hidden", label: "Not shown" },
];

const choices = [
  { value: "", label: "Every type" },
  ...words.types.map(({ type, name }) => ({ value: type, label: name })),
];

/** Which notifications are listed. Both choices are in the URL. */
export function NotificationFilterBar({ filter, type }: { filter: NotificationFilter; type?: NotificationType }) {
  const ofType = type ? `&type=${type}` : "";
  return (
    <div className="flex flex-wrap items-center gap-3">
      <nav aria-label="Which notifications" className="flex rounded-md bg-hover p-0.75">
        {filters.map(({ value, label }) => (
          <Link
            key={value}
            href={`/notifications?filter=${value}${ofType}`}
            aria-current={value === filter ? "page" : undefined}
            className={tabStyles}
          >
            {label}
          </Link>
        ))}
      </nav>
      <PageForm action="/notifications" key={`${filter} ${type ?? ""}`} className="min-w-40 flex-1 sm:max-w-56">
        <input type="hidden" name="filter" value={filter} />
        <FilterSelect label="Which type" name="type" choices={choices} value={type ?? ""} />
      </PageForm>
    </div>
  );
}
