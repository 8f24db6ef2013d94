import type { ReactNode } from "react";
import { Crowd } from "./crowd";
import { Logo } from "./logo";

/** A page with nothing but a sentence and a way on. */
export function MessagePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-18 items-center px-5 sm:px-8">
        <Logo />
      </header>
      <main id="content" className="flex flex-1 flex-col items-center justify-center gap-3 px-5 py-10 text-center">
        <h1 className="font-display text-4xl tracking-tight sm:text-5xl">{title}</h1>
        <p className="max-w-md text-soft">{text}</p>
        <div className="mt-4 flex gap-2">{children}</div>
      </main>
      <Crowd className="h-16 sm:h-28" />
    </div>
  );
}
