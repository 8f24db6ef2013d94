import type { ReactNode } from "react";
import { Bell } from "@/components/notifications/bell";
import { RoomLinks } from "@/components/rooms/room-links";
import { Link } from "@/components/ui/link";
import { Toasts } from "@/components/ui/toast";
import { AccountMenu } from "./account-menu";
import { ConnectionBanner } from "./connection-state";
import { Logo, LogoMark } from "./logo";
import { BottomNav, SideNav } from "./member-nav";
import { MemberProvider, type MemberStart } from "./member-provider";
import { OnlineHeading, PresenceDrawer, PresenceList } from "./presence";
import { SkipLink } from "./skip-link";

type Props = { start: MemberStart; signOut: () => Promise<void>; children: ReactNode };

/** The frame around every page of a member: a sidebar, or on a phone a bar above and one below. */
export function MemberShell({ start, signOut, children }: Props) {
  return (
    <MemberProvider start={start}>
      <Toasts />
      <SkipLink />
      <div className="flex h-dvh">
        <Sidebar signOut={signOut} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar signOut={signOut} />
          <ConnectionBanner />
          <main id="content" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
            {children}
          </main>
          <BottomNav />
        </div>
      </div>
    </MemberProvider>
  );
}

type SignOut = Pick<Props, "signOut">;

function Sidebar({ signOut }: SignOut) {
  return (
    <aside aria-label="Sidebar" className="hidden w-68 shrink-0 flex-col border-line border-r bg-sunken md:flex">
      <div className="flex h-16 shrink-0 items-center justify-between pr-3 pl-5">
        <Link href="/rooms" aria-label="Throng, your rooms" className="rounded-md">
          <Logo />
        </Link>
        <Bell />
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto px-3 pt-2 pb-4">
        <nav aria-label="Main">
          <SideNav />
        </nav>
        <nav aria-label="Your rooms">
          <p className="px-2.5 pb-1.5 font-medium text-faint text-xs">Your rooms</p>
          <RoomLinks />
        </nav>
        <section aria-labelledby="online-heading">
          <OnlineHeading id="online-heading" />
          <PresenceList limit={12} />
        </section>
      </div>
      <div className="border-line border-t p-2">
        <AccountMenu signOut={signOut} />
      </div>
    </aside>
  );
}

function TopBar({ signOut }: SignOut) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b bg-sunken px-4 md:hidden">
      <Link href="/rooms" aria-label="Throng, your rooms" className="mr-auto rounded-md">
        <LogoMark />
      </Link>
      <PresenceDrawer />
      <Bell />
      <div className="ml-2">
        <AccountMenu signOut={signOut} compact />
      </div>
    </header>
  );
}
