"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";

type Props = {
  label: string;
  name: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
  description: string;
  error?: string;
};

/** Words or phrases, with commas between them. */
export function WordsField({ words, onChange, ...field }: Props) {
  const [typed, setTyped] = useState(words.join(", "));
  const change = (text: string) => {
    setTyped(text);
    onChange(wordsIn(text));
  };
  return (
    <Field {...field} dir="auto" autoComplete="off" value={typed} onValueChange={(text: string) => change(text)} />
  );
}

const wordsIn = (text: string): string[] =>
  text
    .split(/[,،、，;\n]/u)
    .map((word) => word.trim())
    .filter(Boolean);
