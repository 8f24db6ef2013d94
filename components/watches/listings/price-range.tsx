"use client";

import type { FocusEvent } from "react";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";
import type { Query } from "./listing-query";

/** From which price to which; sent when one is left or Enter is pressed. */
export function PriceRange({ query }: { query: Query }) {
  const send = ({ currentTarget: { form, value, defaultValue } }: FocusEvent<HTMLInputElement>) => {
    if (value !== defaultValue) form?.requestSubmit();
  };
  return (
    <fieldset className="flex flex-1 items-center gap-1.5 sm:flex-none">
      <legend className="sr-only">Price</legend>
      {(["minPrice", "maxPrice"] as const).map((name) => (
        <input
          key={name}
          name={name}
          inputMode="decimal"
          pattern="\d{1,12}(\.\d{1,4})?"
          title="A number such as 49.90"
          autoComplete="off"
          aria-label={name === "minPrice" ? "Price from" : "Price up to"}
          placeholder={name === "minPrice" ? "Price from" : "up to"}
          defaultValue={query[name] ?? ""}
          onBlur={send}
          className={cn(controlStyles, "h-9 min-w-20 flex-1 sm:w-24")}
        />
      ))}
    </fieldset>
  );
}
