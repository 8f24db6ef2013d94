import { readWatch } from "@/app/(member)/watches/[watchId]/read-watch";
import { WatchSettings } from "@/components/watches/watch-settings";

export default async function WatchSettingsPage({ params }: { params: Promise<{ watchId: string }> }) {
  const { watch } = await readWatch((await params).watchId);
  return <WatchSettings watch={watch} />;
}
