"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useMe } from "@/lib/client/member";
import { saveFile } from "@/lib/client/save-file";

/** Downloads everything that is kept of the member. */
export function ExportButton() {
  const { username } = useMe();
  const { pending, attempt } = useAttempt();
  const download = () =>
    attempt("Your data could not be read", async () => {
      const data = await api<unknown>("GET", "/users/me/export");
      const day = new Date().toISOString().slice(0, 10);
      saveFile({
        name: `throng-${username}-${day}.json`,
        type: "application/json",
        text: JSON.stringify(data, null, 2),
      });
    });
  return (
    <Button look="plain" pending={pending} onClick={download} className="self-start">
      {!pending && <Download aria-hidden="true" />}
      Download your data
    </Button>
  );
}
