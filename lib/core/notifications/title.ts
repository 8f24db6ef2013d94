type Told = { title: string; phrase: string; merged: number; people: number; names: (string | null)[] };

/** What a notification is called: its own title, or for several the newest two names and how many more. */
export function titleOf({ title, phrase, merged, people, names }: Told): string {
  if (merged <= 1) return title;
  const [first, second] = names;
  if (people === 0 || !first) return `${merged} ${phrase}`;
  if (people === 1 || !second) return `${title}, ${merged} times`;
  const who = people === 2 ? `${first} and ${second}` : `${first}, ${second} and ${people - 2} more`;
  return `${who} ${phrase}`;
}
