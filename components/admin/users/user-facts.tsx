import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Ago, Moment } from "@/components/ui/time";
import type { ManagedUser } from "@/lib/core/admin/schemas";

/** What is known of an account. */
export function UserFacts({ user }: { user: ManagedUser }) {
  const facts: [string, ReactNode][] = [
    [
      "E-mail",
      <span key="email" className="break-all">
        {user.email}
      </span>,
    ],
    ["Joined", <Moment key="joined" at={user.createdAt} dated />],
    ["Last seen", user.lastSeenAt ? <Ago key="seen" at={user.lastSeenAt} /> : "never"],
    ["Open connections", user.connections],
    ["Second factor", user.secondFactor ? "on" : "off"],
    ["Sessions", user.sessions],
  ];
  if (user.deactivatedAt) facts.push(["Deactivated", <Moment key="gone" at={user.deactivatedAt} dated />]);
  return (
    <Card className="px-5 py-4">
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-x-6 gap-y-4 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-faint text-xs">{name}</dt>
            <dd className="mt-0.5 tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
