import { idWords } from "@/lib/client/activity-words";
import { sentence } from "@/lib/client/words";
import type { AuditView } from "@/lib/core/audit/schemas";

/** What changed from what to what, one line each. */
export function Changes({ before, after }: Pick<AuditView, "before" | "after">) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changes = names.filter((name) => valueWords(before?.[name]) !== valueWords(after?.[name]));
  if (changes.length === 0) return <span className="text-faint">–</span>;
  return (
    <dl className="flex flex-col gap-0.5">
      {changes.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-1.5 @max-2xl:justify-end">
          <dt className="text-faint">{sentence(name)}</dt>
          <dd className="wrap-anywhere">
            {before && name in before && (
              <>
                <del className="text-soft decoration-faint">{valueWords(before[name])}</del>{" "}
              </>
            )}
            {after && name in after && <ins className="font-medium no-underline">{valueWords(after[name])}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A value for reading: yes and no, a list with commas, the last digits of an id. */
function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueWords).join(", ");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? `${text.slice(0, 16).replace("T", " ")} UTC` : idWords(text);
}
