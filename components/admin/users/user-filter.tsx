import { Search } from "lucide-react";
import { controlStyles } from "@/components/ui/control-styles";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageForm } from "@/components/ui/page-form";

const roles = [
  { value: "", label: "Every role" },
  { value: "user", label: "Members" },
  { value: "admin", label: "Admins" },
];

const states = [
  { value: "", label: "Every state" },
  { value: "active", label: "Active" },
  { value: "deactivated", label: "Deactivated" },
];

export type UserFilterValues = { q: string; role: string; state: string };

/** Which accounts are listed. It is in the IP. */
export function UserFilter({ q, role, state }: UserFilterValues) {
  return (
    <search>
      <PageForm action="/admin/users" className="flex flex-wrap gap-3">
        <div className="relative min-w-full flex-1 sm:min-w-56">
          <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint" />
          <input
            type="search"
            name="q"
            aria-label="Search by user name or e-mail"
            placeholder="User name or e-mail"
            defaultValue={q}
            maxLength={100}
            autoCapitalize="none"
            spellCheck={false}
            className={`${controlStyles} h-9 pl-9`}
          />
        </div>
        <FilterSelect label="Role" name="role" choices={roles} value={role} className="min-w-32 flex-1 sm:flex-none" />
        <FilterSelect
          label="State"
          name="state"
          choices={states}
          value={state}
          className="min-w-32 flex-1 sm:flex-none"
        />
      </PageForm>
    </search>
  );
}
