"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";

type Props = {
  label: string;
  name: string;
  value: number | null;
  onChange: (value: number | null) => void;
  description?: string;
  error?: string;
  whole?: boolean;
  placeholder?: string;
  className?: string;
};

/** A number that may be left out. What is typed stays as it is until it is a number. */
export function NumberField({ value, onChange, whole = false, ...field }: Props) {
  const [typed, setTyped] = useState(value === null ? "" : String(value));
  const change = (text: string) => {
    setTyped(text);
    const number = Number(text.replace(",", "."));
    if (text.trim() === "") onChange(null);
    else if (Number.isFinite(number)) onChange(number);
  };
  return (
    <Field
      {...field}
      inputMode={whole ? "numeric" : "decimal"}
      autoComplete="off"
      value={typed}
      onValueChange={(text: string) => change(text)}
    />
  );
}
