"use client";

/* oxlint-disable nextjs/no-img-element -- pictures of things come from this instance in the size they are shown in */

import { ImageOff } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";

type Props = {
  image: string | null;
  className?: string;
  eager?: boolean;
  /** What stands in a large frame in place of a picture. */
  text?: string;
};

/** The picture of a listing, or a sign where there is none or it cannot be had. Decorative: the title stands beside it. */
export function Thumb({ image, className, eager = false, text = "" }: Props) {
  const [failed, setFailed] = useState<string>();
  const frame = cn("shrink-0 overflow-hidden rounded-md bg-sunken", className);
  if (image === null || failed === image) {
    return (
      <span aria-hidden="true" className={cn(frame, "flex items-center justify-center text-line-strong")}>
        <ImageOff className={cn("size-1/4 max-h-8 min-h-4 min-w-4 max-w-8", text && "sm:hidden")} />
        {text && (
          <span
            dir="auto"
            className="m-4 line-clamp-6 w-full self-start wrap-anywhere text-start text-soft text-sm max-sm:hidden"
          >
            {text}
          </span>
        )}
      </span>
    );
  }
  return (
    <img
      src={image}
      alt=""
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      onError={() => setFailed(image)}
      className={cn(frame, "object-cover")}
    />
  );
}
