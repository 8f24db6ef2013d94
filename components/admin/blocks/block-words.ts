import type { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import type { BlockView } from "@/lib/core/ip-blocks/schemas";

/** What a block keeps an IP from, for people. */
export const blockLevels: readonly { value: BlockLevel; label: string; text: string }[] = [
  { value: "sign_in", label: "Signing in", text: "Who is signed in goes on." },
  { value: "writes", label: "Changing anything", text: "Reading stays open." },
  { value: "all", label: "Everything", text: "Open connections are cut at once." },
];

/** What a block keeps its IP from. One that was set by itself spares who is signed in. */
export function blockWords({ level, automatic }: Pick<BlockView, "level" | "automatic">): string {
  const words = blockLevels.find(({ value }) => value === level)?.label ?? level;
  return automatic && level === "writes" ? `${words} without being signed in` : words;
}
