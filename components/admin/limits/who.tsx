import { Link } from "@/components/ui/link";
import type { PublicUser } from "@/lib/core/members/schemas";

type Props = { member: PublicUser | null; counted: string; className?: string };

/** Whose attempts were counted: a member, an IP, or an account tried from an IP. */
export function Who({ member, counted, className }: Props) {
  if (member) {
    return (
      <Link
        href={`/admin/users/${member.id}`}
        className={`wrap-anywhere font-medium underline-offset-2 hover:underline ${className ?? ""}`}
      >
        {member.displayName}
      </Link>
    );
  }
  const [account, ip] = counted.split("|");
  return (
    <span className={`break-all font-mono text-[0.8125rem] ${className ?? ""}`}>
      {ip === undefined ? account : `${account} from ${ip}`}
    </span>
  );
}
