import { readWatch } from "@/app/(member)/watches/[watchId]/read-watch";
import { RunTable } from "@/components/watches/run-table";
import { listRuns } from "@/lib/features/watches";

export default async function RunsPage({ params }: { params: Promise<{ watchId: string }> }) {
  const { ctx, watch } = await readWatch((await params).watchId);
  return <RunTable watchId={watch.id} first={await listRuns(ctx, { watchId: watch.id, limit: 20 })} />;
}
