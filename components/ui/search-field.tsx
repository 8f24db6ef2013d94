import { Search } from "lucide-react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";

type Props = { label: string; placeholder: string; value: string; maxLength: number; className?: string };

/** The field `q` of a form that looks for something. */
export function SearchField({ label, placeholder, value, maxLength, className }: Props) {
  return (
    <div className={cn("relative", className)}>
      <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint" />
      <input
        type="search"
        name="q"
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        defaultValue={value}
        maxLength={maxLength}
        className={cn(controlStyles, "h-9 pl-9")}
      />
    </div>
  );
}
