import type { Metadata } from "next";
import type { ReactNode } from "react";
import { SectionNav } from "@/components/layout/section-nav";
import { WatchHead } from "@/components/watches/watch-head";
import { readWatch } from "./read-watch";

type Props = { params: Promise<{ watchId: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { watch } = await readWatch((await params).watchId);
  return { title: watch.name };
}

export default async function WatchLayout({ params, children }: Props) {
  const { watch } = await readWatch((await params).watchId);
  const path = `/watches/${watch.id}`;
  const pages = [
    { href: path, label: "Listings" },
    { href: `${path}/runs`, label: "Runs" },
    { href: `${path}/settings`, label: "Settings" },
  ];
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 px-4 py-8 sm:px-8">
      <WatchHead key={watch.id} watch={watch} />
      <SectionNav label="This watch" links={pages} />
      {children}
    </div>
  );
}
