"use client";

import { MessagePage } from "@/components/layout/message-page";
import { Button } from "@/components/ui/button";

export default function ErrorPage({ retry }: { retry: () => void }) {
  return (
    <MessagePage title="That did not work" text="Something went wrong on the server. Nothing you sent before is lost.">
      <Button onClick={retry}>Try again</Button>
    </MessagePage>
  );
}
