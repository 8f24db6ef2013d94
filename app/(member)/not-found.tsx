import { DoorClosed } from "lucide-react";
import { HOME } from "@/app/home";
import { buttonStyles } from "@/components/ui/button-styles";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";

export default function NotFound() {
  return (
    <EmptyState
      icon={DoorClosed}
      title="Nothing was found here"
      className="h-full justify-center"
      action={
        <Link href={HOME.href} className={buttonStyles()}>
          {HOME.label}
        </Link>
      }
    >
      It does not exist, or it is not open to you.
    </EmptyState>
  );
}
