import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";

type Props = {
  icon: LucideIcon;
  name: string;
  /** What it is called when it is the one in use, such as "This device". */
  here?: string | false;
  /** What is known of it. */
  children: ReactNode;
  /** What can be done with it. */
  action?: ReactNode;
};

/** A line in a list of devices or browsers. */
export const DeviceItem = ({ icon: Icon, name, here, children, action }: Props) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5">
    <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-[32%] bg-hover text-soft">
      <Icon aria-hidden="true" className="size-4.5" />
    </span>
    <div className="min-w-0 flex-1 basis-44">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-sm">
        {name}
        {here && <Badge tone="accent">{here}</Badge>}
      </p>
      {children}
    </div>
    {action}
  </li>
);
