"use client";

import { Globe, type LucideIcon, Monitor, Smartphone, Tablet } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Ago, Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import type { SessionView } from "@/lib/core/sessions/schemas";
import { DeviceItem } from "./device-item";

const icons: Record<SessionView["kind"], LucideIcon> = {
  desktop: Monitor,
  mobile: Smartphone,
  tablet: Tablet,
  other: Globe,
};

/** `member` is "me" or the id of the member whose sessions these are. */
type Props = { member: string; sessions: SessionView[] };

/** The devices an account is signed in on. */
export function SessionList({ member, sessions }: Props) {
  return (
    <ul className="divide-y divide-line border-line border-t">
      {sessions.map((session) => (
        <SessionItem key={session.id} member={member} session={session} />
      ))}
    </ul>
  );
}

function SessionItem({ member, session }: { member: string; session: SessionView }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const device = `${session.browser} on ${session.system}`;
  const end = () =>
    attempt("The session could not be ended", async () => {
      await api("DELETE", `/users/${member}/sessions/${session.id}`);
      toast({ title: `${device} is signed out` });
      router.refresh();
    });
  const button = (
    <Button look="plain" size="sm" pending={pending} onClick={end}>
      End<span className="sr-only"> the session of {device}</span>
    </Button>
  );
  return (
    <DeviceItem
      icon={icons[session.kind]}
      name={device}
      here={session.current && "This device"}
      action={!session.current && button}
    >
      <p className="break-all text-soft text-sm">{session.ip || "IP unknown"}</p>
      <p className="text-faint text-xs">
        Since <Moment at={session.createdAt} />
        {" · "}
        {session.current ? "in use now" : "last seen "}
        {!session.current && <Ago at={session.lastSeenAt} />}
      </p>
    </DeviceItem>
  );
}

/** Signs every other device out, after asking. */
export function EndOtherSessions({
  member,
  label,
  consequence,
}: {
  member: string;
  label: string;
  consequence: string;
}) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const endAll = () =>
    attempt("The sessions could not be ended", async () => {
      const { endedCount } = await api<{ endedCount: number }>("DELETE", `/users/${member}/sessions`);
      toast({ title: endedCount === 1 ? "One session ended" : `${endedCount} sessions ended` });
      router.refresh();
    });
  return (
    <ConfirmButton
      title={`${label}?`}
      consequence={consequence}
      verb="End them"
      size="sm"
      pending={pending}
      onConfirm={endAll}
    >
      {label}
    </ConfirmButton>
  );
}
