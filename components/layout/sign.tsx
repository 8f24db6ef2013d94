import type { LucideIcon } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import type { Face } from "@/lib/client/feature";

/** The sign at the beginning of a line: a face or an icon, as wide as each other. */
export function Sign({ face, icon: Icon }: { face?: Face; icon?: LucideIcon }) {
  if (face) return <Avatar {...face} size="xs" />;
  return Icon && <Icon aria-hidden="true" className="mx-0.5 size-4 shrink-0 text-faint" />;
}
