"use client";

import { useLinkStatus } from "next/link";
import { Spinner } from "@/components/ui/spinner";

/** Inside a link: turns while its page is on the way. */
export function LinkProgress() {
  const { pending } = useLinkStatus();
  return pending ? <Spinner className="size-3.5 text-faint" /> : null;
}
