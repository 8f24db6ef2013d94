import { Link } from "@/components/ui/link";
import type { PublicUser } from "@/lib/core/members/schemas";

type Props = { member: PublicUser | null; counted: string; className?: string };

/** Whose attempts were counted: a member, an address, or an account tried from an address. */
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
  const [account, address] = counted.split("|");
  return (
    <span className={`break-all font-mono text-[0.8125rem] ${className ?? ""}`}>
      {address === undefined ? account : `${account} from ${address}`}
    </span>
  );
}
