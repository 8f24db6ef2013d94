import type { Metadata } from "next";
import { memberContext, pathWith } from "@/app/page-context";
import { PageHeading } from "@/components/layout/page-heading";
import { NewWatch } from "@/components/watches/picker/new-watch";

export const metadata: Metadata = { title: "New watch" };

type Props = { searchParams: Promise<{ url?: string | string[] }> };

export default async function NewWatchPage({ searchParams }: Props) {
  const asked = await searchParams;
  await memberContext(pathWith("/watches/new", asked));
  const url = typeof asked.url === "string" ? asked.url.slice(0, 2_000) : "";
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 py-8 sm:px-8">
      <PageHeading title="New watch" lead="Throng looks at a source for you and tells you what is new or cheaper." />
      <NewWatch key={url} url={url} />
    </div>
  );
}
