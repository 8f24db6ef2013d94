"use client";

import { useCallback, useState } from "react";
import { Bars } from "@/components/charts/bars";
import { Sparkline } from "@/components/charts/sparkline";
import { PageHeading } from "@/components/layout/page-heading";
import { Section } from "@/components/layout/section";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Stat } from "@/components/ui/stat";
import { words } from "@/components/words";
import { useConnectionState, useLiveEvent } from "@/lib/client/use-live";
import type { SystemStats } from "@/lib/core/admin/schemas";
import { CacheTable } from "./cache-table";
import { counted, duration, figure, milliseconds } from "./figures";

/** Figures kept for the lines: one every five seconds, so about five minutes. */
const KEPT = 60;

/** The state of the whole system. The server draws the first; then it sends new figures every few seconds. */
export function Overview({ first }: { first: SystemStats }) {
  const [course, setCourse] = useState<readonly SystemStats[]>([first]);
  useLiveEvent(
    "admin:stats",
    useCallback((stats: SystemStats) => setCourse((before) => [...before, stats].slice(-KEPT)), []),
  );
  const stats = course.at(-1) ?? first;
  return (
    <>
      <PageHeading
        title="Overview"
        lead={`Running for ${duration(stats.uptimeSeconds)}${inProcesses(stats.processes)}`}
      >
        <LiveBadge />
      </PageHeading>
      {stats.disk.full && (
        <Notice tone="danger">
          The disk is full: members can read, and nothing they send is saved until there is space again.
        </Notice>
      )}
      <People course={course} stats={stats} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Card className="p-5">
          <h2 className="font-semibold text-sm">Active members</h2>
          <p className="mb-4 text-faint text-xs">By days of UTC, counted every five minutes</p>
          <Bars
            max={stats.users.total}
            bars={[
              { label: "Today", value: stats.users.active.day },
              { label: "7 days", value: stats.users.active.week },
              { label: "30 days", value: stats.users.active.month },
            ]}
          />
        </Card>
        <Machine stats={stats} course={course} />
      </div>
      <Section title="Cache" flush>
        <CacheTable caches={stats.cache} />
      </Section>
    </>
  );
}

const inProcesses = (count: number): string => (count > 1 ? `, in ${count} processes` : "");

function LiveBadge() {
  const isLive = useConnectionState() === "online";
  return (
    <Badge tone={isLive ? "accent" : "neutral"}>
      <span aria-hidden="true" className={`size-1.5 rounded-full ${isLive ? "bg-ok" : "bg-warn"}`} />
      {isLive ? "Live" : "Not live"}
    </Badge>
  );
}

type Props = { stats: SystemStats; course: readonly SystemStats[] };

function People({ stats, course }: Props) {
  const { users, sessions, connections, features, rateLimitViolations } = stats;
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3 sm:gap-4">
      <Stat label="Online now" value={figure(users.online)} note={`of ${counted(users.total, "member")}`}>
        <Sparkline values={course.map((at) => at.users.online)} />
      </Stat>
      <Stat label="Live connections" value={figure(connections)} note={counted(sessions, "session")}>
        <Sparkline values={course.map((at) => at.connections)} />
      </Stat>
      {Object.entries(features).map(([name, count]) => (
        <Stat key={name} label={words.statistic(name)} value={figure(count)}>
          <Sparkline values={growth(course, name)} />
        </Stat>
      ))}
      <Stat label="Refused by limits" value={figure(rateLimitViolations)} note="since the start" />
    </dl>
  );
}

/** How much a total grew from sample to sample: its own line would be flat. */
const growth = (course: readonly SystemStats[], name: string): number[] =>
  course.slice(1).map((at, index) => Math.max(0, (at.features[name] ?? 0) - (course[index]?.features[name] ?? 0)));

function Machine({ stats, course }: Props) {
  const { database, eventLoop, memory, disk } = stats;
  const { pool } = database;
  const lines: [string, string, string?][] = [
    ["Database answers in", milliseconds(database.latencyMs)],
    [
      "Database connections",
      `${pool.total - pool.idle} busy of ${pool.total}`,
      pool.waiting > 0 ? `${pool.waiting} waiting` : undefined,
    ],
    ["Event loop late by", milliseconds(eventLoop.p50), `p99 ${milliseconds(eventLoop.p99)}`],
    ["Memory", `${figure(memory.rssMb)} MB`],
    ["Disk free", `${figure(disk.freeMb)} MB`, `of ${figure(disk.totalMb)} MB`],
  ];
  return (
    <Card className="flex flex-col p-5">
      <h2 className="mb-2 font-semibold text-sm">Machine</h2>
      <dl className="divide-y divide-line">
        {lines.map(([label, value, note]) => (
          <div key={label} className="flex items-baseline justify-between gap-4 py-2 text-sm">
            <dt className="text-soft">{label}</dt>
            <dd className="tabular-nums">
              {value}
              {note && <span className="ml-2 text-faint text-xs">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-auto pt-3">
        <p className="mb-1 text-faint text-xs">Event loop, p99</p>
        <Sparkline values={course.map((at) => at.eventLoop.p99)} />
      </div>
    </Card>
  );
}
