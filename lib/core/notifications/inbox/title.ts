import type { Several } from "@/lib/core/notifications/row";

/** What a notification is called: its own title, or for several the newest two names and how many more. */
export function titleOf({ title, several }: { title: string; several: Several | null }): string {
  if (!several) return title;
  const { count, people, first, second, phrase } = several;
  if (people === 0 || !first) return `${count} ${phrase}`;
  if (people === 1 || !second) return `${title}, ${count} times`;
  const who = people === 2 ? `${first} and ${second}` : `${first}, ${second} and ${people - 2} more`;
  return `${who} ${phrase}`;
}
