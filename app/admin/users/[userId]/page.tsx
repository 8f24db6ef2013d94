import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { changeUsersAction } from "@/app/actions/admin";
import { adminContext } from "@/app/page-context";
import { Timeline } from "@/components/activity/timeline";
import { OverrideList } from "@/components/admin/limits/override-list";
import { OverrideForm } from "@/components/admin/users/override-form";
import { ResetCounters } from "@/components/admin/users/reset-counters";
import { UserFacts } from "@/components/admin/users/user-facts";
import { UserHead } from "@/components/admin/users/user-head";
import { Section } from "@/components/layout/section";
import { DeliveryTable } from "@/components/notifications/delivery-table";
import { LimitList } from "@/components/settings/limit-list";
import { EndOtherSessions, SessionList } from "@/components/settings/session-list";
import { Link } from "@/components/ui/link";
import { listActivity } from "@/lib/core/activity/list-activity";
import { getUser } from "@/lib/core/admin/get-user";
import type { ManagedUser } from "@/lib/core/admin/schemas";
import { listDeliveryRecords } from "@/lib/core/notifications";
import type { OverrideView } from "@/lib/core/rate-limits/admin-schemas";
import { getRateLimits } from "@/lib/core/rate-limits/get-rate-limits";
import { listOverrides } from "@/lib/core/rate-limits/list-overrides";
import type { RateLimitStatus } from "@/lib/core/rate-limits/schemas";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import type { SessionView } from "@/lib/core/sessions/schemas";
import { isAppError } from "@/lib/shared/errors";
import type { Page } from "@/lib/shared/page";

type Props = { params: Promise<{ userId: string }> };

const LIMIT = 100;
const FEW = 10;

/** The account, for an admin; read once for the page and its title. */
const readUser = cache(async (userId: string) => {
  const ctx = (await adminContext(`/admin/users/${userId}`)) ?? notFound();
  try {
    return { ctx, user: await getUser(ctx, { userId }) };
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid_input")) return notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { user } = await readUser((await params).userId);
  return { title: user.displayName };
}

export default async function UserPage({ params }: Props) {
  const { ctx, user } = await readUser((await params).userId);
  const { id: userId } = user;
  const [{ items: sessions }, { rateLimits }, overrides, activity, records] = await Promise.all([
    listSessions(ctx, { userId, limit: LIMIT }),
    getRateLimits(ctx, { userId }),
    listOverrides(ctx, { userId, limit: LIMIT }),
    listActivity(ctx, { userId, limit: FEW }),
    listDeliveryRecords(ctx, { userId, limit: FEW }),
  ]);
  return (
    <>
      <UserHead user={user} changeUsers={changeUsersAction} />
      <UserFacts user={user} />
      <Sessions user={user} sessions={sessions} isMe={userId === ctx.actor.id} />
      <Section
        title="Activity"
        lead={activity.items.length === 0 ? "Nothing in the last 90 days." : undefined}
        aside={<LogLinks userId={userId} />}
        flush
      >
        {activity.items.length > 0 && <Timeline first={activity} path={`/users/${userId}/activity?limit=${LIMIT}`} />}
      </Section>
      <Section
        title="Notifications sent"
        lead={records.items.length > 0 ? "What became of them, without their words." : "None so far."}
        flush
      >
        {records.items.length > 0 && (
          <DeliveryTable first={records} path={`/users/${userId}/notification-deliveries?limit=${LIMIT}`} />
        )}
      </Section>
      <Limits userId={userId} rateLimits={rateLimits} overrides={overrides} />
    </>
  );
}

type SessionsProps = { user: ManagedUser; sessions: SessionView[]; isMe: boolean };

function Sessions({ user, sessions, isMe }: SessionsProps) {
  const canEnd = sessions.length > (isMe ? 1 : 0);
  const lead = sessions.length === 0 ? "Signed in nowhere." : undefined;
  const where = isMe ? "everywhere else" : "everywhere";
  const end = canEnd && (
    <EndOtherSessions
      member={user.id}
      label={isMe ? "End all others" : "End all"}
      consequence={`${user.displayName} is signed out ${where} at once.`}
    />
  );
  return (
    <Section title="Sessions" lead={lead} aside={end} flush>
      {sessions.length > 0 && <SessionList member={user.id} sessions={sessions} />}
    </Section>
  );
}

type LimitsProps = { userId: string; rateLimits: RateLimitStatus[]; overrides: Page<OverrideView> };

function Limits({ userId, rateLimits, overrides }: LimitsProps) {
  return (
    <>
      <Section
        title="Overrides"
        lead={overrides.items.length === 0 ? "The general limits hold for this member." : undefined}
        aside={<OverrideForm userId={userId} limits={rateLimits} />}
        flush
      >
        {overrides.items.length > 0 && (
          <OverrideList first={overrides} path={`/admin/rate-limits/overrides?userId=${userId}&limit=${LIMIT}`} />
        )}
      </Section>
      <Section
        title="Limits"
        lead="Those that count members; the others count IPs."
        aside={<ResetCounters userId={userId} />}
        flush
      >
        <LimitList limits={rateLimits.filter(({ remaining }) => remaining !== null)} />
      </Section>
    </>
  );
}

/** What was done by this member, and to them. */
const LogLinks = ({ userId }: { userId: string }) => (
  <p className="flex gap-4 text-sm">
    <Link href={`/admin/audit?actorId=${userId}`} className="text-accent-ink underline-offset-2 hover:underline">
      Audited doings
    </Link>
    <Link href={`/admin/audit?targetId=${userId}`} className="text-accent-ink underline-offset-2 hover:underline">
      Done to them
    </Link>
  </p>
);
