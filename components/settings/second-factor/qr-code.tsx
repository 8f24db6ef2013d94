"use client";

import { useMemo } from "react";
import { encode } from "uqr";

/** A text as a QR code, black on white in every theme: some cameras read no other. The text must stand beside it. */
export function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      aria-hidden="true"
      shapeRendering="crispEdges"
      className="mx-auto size-48 rounded-md border border-line bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}

/** One square a dark module, in units of a module; four of them stay free at each edge. */
function draw(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size, path };
}
