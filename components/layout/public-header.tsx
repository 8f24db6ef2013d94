import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { Logo } from "./logo";
import { ThemeMenu } from "./theme-choice";

/** The head of pages for everyone. `signedIn` shows the way to the rooms instead of the doors. */
export function PublicHeader({ signedIn = false }: { signedIn?: boolean }) {
  return (
    <header className="mx-auto flex h-18 w-full max-w-6xl items-center gap-2 px-5 sm:px-8">
      <Link href="/" className="mr-auto rounded-md" aria-label="Throng, home">
        <Logo />
      </Link>
      <ThemeMenu />
      {signedIn ? (
        <Link href="/rooms" className={buttonStyles({ size: "sm" })}>
          Your rooms
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
