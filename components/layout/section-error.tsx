"use client";

import { CloudOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

/** What stands where a page inside a frame could not be read. */
export function SectionError({ retry }: { retry: () => void }) {
  return (
    <Card>
      <EmptyState icon={CloudOff} title="That did not work" action={<Button onClick={retry}>Try again</Button>}>
        Something went wrong on the server. Nothing you sent before is lost.
      </EmptyState>
    </Card>
  );
}
