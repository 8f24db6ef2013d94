import type { Metadata } from "next";
import { memberContext, pathWith } from "@/app/page-context";
import { PageHeading } from "@/components/layout/page-heading";
import { CreateRoom } from "@/components/rooms/create-room";
import { Discover } from "@/components/rooms/discover";
import { Invitations } from "@/components/rooms/invitations";
import { OwnRooms } from "@/components/rooms/own-rooms";
import { RoomsFilter } from "@/components/rooms/rooms-filter";
import { listInvitations, listRooms } from "@/lib/features/rooms";

export const metadata: Metadata = { title: "Rooms" };

type Props = { searchParams: Promise<{ scope?: string | string[]; q?: string | string[] }> };

export default async function RoomsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const ctx = await memberContext(pathWith("/rooms", asked));
  const { scope: wanted, q } = asked;
  const scope = wanted === "discover" ? "discover" : "joined";
  const query = typeof q === "string" ? q.trim().slice(0, 80) : "";
  const [invitations, found] = await Promise.all([
    listInvitations(ctx, { limit: 100 }),
    scope === "discover" ? listRooms(ctx, { scope, q: query, limit: 20 }) : undefined,
  ]);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-8 sm:px-8">
      <PageHeading title="Rooms">
        <CreateRoom />
      </PageHeading>
      <Invitations invitations={invitations.items} />
      <RoomsFilter scope={scope} query={query} />
      {found ? <Discover key={query} first={found} query={query} /> : <OwnRooms query={query} />}
    </div>
  );
}
