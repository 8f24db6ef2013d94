"use client";

import { useState } from "react";
import { useErrors } from "@/components/watches/plan/use-errors";
import { addressWords } from "@/components/watches/source-words";
import { api } from "@/lib/client/api";
import type { DetectedSource } from "@/lib/features/watches/source-schemas";

/** Looks at an address: what stands there, or why it cannot be read. */
export function useDetection(onDetected: (source: DetectedSource) => void) {
  const [source, setSource] = useState<DetectedSource>();
  const { pending, run, error, notice } = useErrors(["url"]);
  const detect = (url: string) =>
    run(async () => {
      const found = await api<DetectedSource>("POST", "/watches/detect", { url });
      setSource(found);
      onDetected(found);
    });
  const wrong = error("url");
  return { source, pending, detect, wrong: wrong === undefined ? notice : addressWords(wrong) };
}
