import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import type { PageLink } from "@/lib/client/feature";
import { Logo } from "./logo";
import { ThemeMenu } from "./theme-choice";

/** The head of pages for everyone. To who is signed in it shows the way `home` instead of the doors. */
export function PublicHeader({ home }: { home?: PageLink }) {
  return (
    <header className="mx-auto flex h-18 w-full max-w-6xl items-center gap-2 px-5 sm:px-8">
      <Link href="/" className="mr-auto rounded-md" aria-label="Throng, home">
        <Logo />
      </Link>
      <ThemeMenu />
      {home ? (
        <Link href={home.href} className={buttonStyles({ size: "sm" })}>
          {home.label}
        </Link>
      ) : (
        <nav aria-label="Account" className="flex gap-2">
          <Link href="/login" className={buttonStyles({ look: "quiet", size: "sm" })}>
            Sign in
          </Link>
          <Link href="/register" className={buttonStyles({ size: "sm", className: "max-sm:hidden" })}>
            Create account
          </Link>
        </nav>
      )}
    </header>
  );
}
