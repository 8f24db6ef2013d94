import type { ReactNode } from "react";
import { Crowd } from "@/components/layout/crowd";
import { Logo } from "@/components/layout/logo";
import { ThemeMenu } from "@/components/layout/theme-choice";
import { Link } from "@/components/ui/link";

type Props = { title: string; lead?: ReactNode; children: ReactNode; footer?: ReactNode };

/** One form on a quiet page, the crowd at its feet. */
export function AuthPage({ title, lead, children, footer }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-18 items-center justify-between px-5 sm:px-8">
        <Link href="/" className="rounded-md" aria-label="Throng, home">
          <Logo />
        </Link>
        <ThemeMenu />
      </header>
      <main id="content" className="mx-auto flex w-full max-w-[25rem] flex-1 flex-col justify-center px-5 py-10">
        <h1 className="font-display text-4xl tracking-tight">{title}</h1>
        {lead && <p className="mt-2 text-soft">{lead}</p>}
        <div className="mt-8">{children}</div>
        {footer && <p className="mt-6 text-soft text-sm">{footer}</p>}
      </main>
      <Crowd className="h-16 sm:h-28" />
    </div>
  );
}

/** The link to the other door below a form. */
export function DoorLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="font-medium text-accent-ink underline underline-offset-2">
      {children}
    </Link>
  );
}
