import type { BlockLevel } from "@/lib/core/address-blocks/schemas";

/** What a block keeps an address from, for people. */
export const blockLevels: readonly { value: BlockLevel; label: string; text: string }[] = [
  { value: "sign_in", label: "Signing in", text: "Who is signed in goes on." },
  { value: "writes", label: "Changing anything", text: "Reading stays open." },
  { value: "all", label: "Everything", text: "Open connections are cut at once." },
];

export const levelWords = (level: BlockLevel): string =>
  blockLevels.find(({ value }) => value === level)?.label ?? level;
