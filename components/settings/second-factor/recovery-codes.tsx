"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { useMe } from "@/lib/client/member";
import { saveFile } from "@/lib/client/save-file";

/** What gets in without the app. Shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { username } = useMe();
  const text = `${codes.join("\n")}\n`;
  const download = () =>
    saveFile({
      name: `throng-recovery-codes-${username}.txt`,
      type: "text/plain",
      text: `Recovery codes of ${username} at ${window.location.host}. Each works once.\n\n${text}`,
    });
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="warn">
        These codes are shown only now. Keep them where you find them without your phone: each signs you in once if you
        lose the app.
      </Notice>
      <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md bg-sunken px-5 py-4">
        {codes.map((code) => (
          <li key={code} className="select-all text-center font-mono text-sm">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label="Copy all" />
        <Button look="plain" size="sm" onClick={download}>
          <Download aria-hidden="true" />
          Download
        </Button>
      </div>
      <Button onClick={onDone}>I have kept them</Button>
    </div>
  );
}
