import type { ReactNode } from "react";
import { Bell } from "@/components/notifications/bell";
import { Link } from "@/components/ui/link";
import { Toasts } from "@/components/ui/toast";
import type { PageLink } from "@/lib/client/feature";
import { AccountMenu } from "./account-menu";
import { ConnectionBanner } from "./connection-state";
import { Logo, LogoMark } from "./logo";
import { MemberProvider, type MemberStart } from "./member-provider";
import { BottomNav } from "./navigation/bottom-nav";
import { SideNav } from "./navigation/side-nav";
import { Palette } from "./palette/palette";
import { PaletteBar, PaletteButton } from "./palette/palette-buttons";
import { OnlineHeading, PresenceDrawer, PresenceList } from "./presence";
import { SkipLink } from "./skip-link";

type Props = { start: MemberStart; home: PageLink; signOut: () => Promise<void>; children: ReactNode };

/** The frame around every page of a member: a sidebar, or on a phone a bar above and one below. */
export function MemberShell({ start, home, signOut, children }: Props) {
  return (
    <MemberProvider start={start}>
      <Toasts />
      <Palette signOut={signOut} />
      <SkipLink />
      <div className="flex h-dvh">
        <Sidebar home={home} signOut={signOut} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar home={home} signOut={signOut} />
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

type BarProps = Pick<Props, "home" | "signOut">;

function Sidebar({ home, signOut }: BarProps) {
  return (
    <aside aria-label="Sidebar" className="hidden w-68 shrink-0 flex-col border-line border-r bg-sunken md:flex">
      <div className="flex h-16 shrink-0 items-center justify-between pr-3 pl-5">
        <HomeLink home={home}>
          <Logo />
        </HomeLink>
        <Bell />
      </div>
      <div className="px-3 pb-3">
        <PaletteBar />
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto px-3 pt-2 pb-4">
        <SideNav />
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

function TopBar({ home, signOut }: BarProps) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b bg-sunken px-4 md:hidden">
      <HomeLink home={home}>
        <LogoMark />
      </HomeLink>
      <PaletteButton />
      <PresenceDrawer />
      <Bell />
      <div className="ml-2">
        <AccountMenu signOut={signOut} compact />
      </div>
    </header>
  );
}

function HomeLink({ home, children }: Pick<Props, "home" | "children">) {
  return (
    <Link href={home.href} aria-label={`Throng, ${home.label.toLowerCase()}`} className="mr-auto rounded-md">
      {children}
    </Link>
  );
}
