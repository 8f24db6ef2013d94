type Told = {
  title: string;
  phrase: string;
  merged: number;
  people: number;
  firstName: string | null;
  secondName: string | null;
};

/** What a notification is called: its own title, or for several the newest two names and how many more. */
export function titleOf({ title, phrase, merged, people, firstName, secondName }: Told): string {
  if (merged <= 1) return title;
  if (people === 0 || !firstName) return `${merged} ${phrase}`;
  if (people === 1 || !secondName) return `${title}, ${merged} times`;
  const who = people === 2 ? `${firstName} and ${secondName}` : `${firstName}, ${secondName} and ${people - 2} more`;
  return `${who} ${phrase}`;
}
