import { BellRing, Gauge, type LucideIcon, MessagesSquare, PlugZap, ShieldCheck, Waypoints } from "lucide-react";
import { HOME } from "@/app/home";
import { requestContext } from "@/app/page-context";
import { Crowd } from "@/components/layout/crowd";
import { PublicHeader } from "@/components/layout/public-header";
import { SampleRoom } from "@/components/rooms/sample-room";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";

const qualities: { icon: LucideIcon; title: string; text: string }[] = [
  {
    icon: MessagesSquare,
    title: "Rooms that are live",
    text: "Public, private or between two. Replies, mentions, edits, who is here and who is typing, the moment it happens.",
  },
  {
    icon: Waypoints,
    title: "Nothing sent is lost",
    text: "Every message has its number. A phone that was in a tunnel asks for what came after, and gets exactly that.",
  },
  {
    icon: BellRing,
    title: "Told when it matters",
    text: "A mention reaches you wherever you are in the application, and waits for you when you are away.",
  },
  {
    icon: Gauge,
    title: "Fair to everyone",
    text: "Limits per member, IP and endpoint keep one loud guest from spoiling the evening for the rest.",
  },
  {
    icon: ShieldCheck,
    title: "Your machine, your members",
    text: "Accounts, sessions and the database run inside it. No other service to rent, none that reads along.",
  },
  {
    icon: PlugZap,
    title: "Open to programs",
    text: "Everything a member can do is also a documented HTTP call or a frame on a WebSocket.",
  },
];

export default async function HomePage() {
  const signedIn = (await requestContext()).actor.kind === "member";
  return (
    <>
      <PublicHeader home={signedIn ? HOME : undefined} />
      <main id="content">
        <section className="mx-auto grid max-w-6xl items-center gap-12 px-5 pt-10 pb-16 sm:px-8 lg:grid-cols-[1.05fr_1fr] lg:pt-20 lg:pb-24">
          <Opening signedIn={signedIn} />
          <SampleRoom />
        </section>
        <Crowd className="h-28 sm:h-40" />
        <section aria-labelledby="qualities" className="border-line border-t bg-sunken">
          <div className="mx-auto max-w-6xl px-5 py-16 sm:px-8 lg:py-24">
            <h2
              id="qualities"
              className="max-w-xl text-balance font-display text-3xl leading-tight tracking-tight sm:text-4xl"
            >
              What a community needs, in one piece
            </h2>
            <ul className="mt-10 grid gap-x-10 gap-y-9 sm:grid-cols-2 lg:grid-cols-3">
              {qualities.map(({ icon: Icon, title, text }) => (
                <li key={title} className="flex flex-col gap-2">
                  <Icon aria-hidden="true" className="size-5 text-accent-ink" />
                  <h3 className="font-semibold">{title}</h3>
                  <p className="text-soft">{text}</p>
                </li>
              ))}
            </ul>
          </div>
        </section>
      </main>
      <footer className="mx-auto max-w-6xl px-5 py-8 text-faint text-sm sm:px-8">
        Throng is free software. This instance is run by whoever invited you.
      </footer>
    </>
  );
}

function Opening({ signedIn }: { signedIn: boolean }) {
  return (
    <div>
      <h1 className="font-display text-[2.75rem] leading-[1.05] tracking-tight sm:text-6xl">
        Good company,
        <br />
        in one room.
      </h1>
      <p className="mt-6 max-w-lg text-lg text-soft leading-relaxed">
        Throng is where a community, a class or a crew talks live. It is one application that one person starts with one
        command, and that holds when thousands come.
      </p>
      <div className="mt-8 flex flex-wrap gap-3">
        {signedIn ? (
          <Link href={HOME.href} className={buttonStyles({ size: "lg" })}>
            Go to your rooms
          </Link>
        ) : (
          <>
            <Link href="/register" className={buttonStyles({ size: "lg" })}>
              Create account
            </Link>
            <Link href="/login" className={buttonStyles({ look: "plain", size: "lg" })}>
              Sign in
            </Link>
          </>
        )}
      </div>
    </div>
  );
}
