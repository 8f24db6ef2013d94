import { cn } from "@/components/ui/cn";

/** The mark: a few who stand together, and one who speaks. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-7", className)}>
      <path className="fill-accent" d="M2 29V20a4.25 4.25 0 0 1 8.5 0v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z" />
      <path className="fill-accent" d="M11.75 29V15a4.25 4.25 0 0 1 8.5 0v14a1 1 0 0 1-1 1h-6.5a1 1 0 0 1-1-1Z" />
      <path className="fill-accent" d="M21.5 29V18a4.25 4.25 0 0 1 8.5 0v11a1 1 0 0 1-1 1h-6.5a1 1 0 0 1-1-1Z" />
      <circle className="fill-signal" cx="16" cy="5.25" r="3.25" />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2.5", className)}>
      <LogoMark />
      <span className="font-display text-[1.4rem] leading-none">Throng</span>
    </span>
  );
}
