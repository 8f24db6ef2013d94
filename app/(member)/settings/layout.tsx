import type { ReactNode } from "react";
import { PageHeading } from "@/components/layout/page-heading";
import { SectionNav } from "@/components/layout/section-nav";
import { settingsPages } from "@/components/parts";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 px-4 py-8 sm:px-8">
      <PageHeading title="Settings" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-[10rem_minmax(0,1fr)] lg:gap-10">
        <SectionNav label="Settings" links={settingsPages} side />
        <div className="flex min-w-0 flex-col gap-5">{children}</div>
      </div>
    </div>
  );
}
