type LimitWords = { name: string; counts: string };
type TypeWords = { name: string; text: string };

/** Words for people, by the names that the server uses. */
export type FeatureWords = {
  /** Rate limits: what each is about. */
  limits?: Record<string, LimitWords>;
  /** What can be used: its name, and that it was used, as the beginning of a line. */
  uses?: Record<string, { name: string; used?: string }>;
  /** What else is done, as the beginning of a line. */
  actions?: Record<string, string>;
  audited?: Record<string, string>;
  /** Types of notifications and what each tells of, in the order they are shown. */
  notifications?: Record<string, TypeWords>;
  /** Figures of the overview. */
  statistics?: Record<string, string>;
  /** What stays of a member whose account is deleted, in a sentence. */
  leftBehind?: string;
};

type Choice = { value: string; label: string };

/** Joins core's words with those of the features. A name that nobody has words for is told as it is. */
export function joinWords(core: FeatureWords, features: readonly FeatureWords[]) {
  const all = [core, ...features];
  const limits = joined(all, (words) => words.limits);
  const uses = joined(all, (words) => words.uses);
  const actions = joined(all, (words) => words.actions);
  const audited = joined(all, (words) => words.audited);
  const notifications = joined([...features, core], (words) => words.notifications);
  const statistics = joined(all, (words) => words.statistics);
  const use = (name: string): string => uses.get(name)?.name ?? sentence(name);
  return {
    limit: (name: string): LimitWords => limits.get(name) ?? { name, counts: "" },
    use,
    /** What was done, as the beginning of a line. */
    action: ({ action, feature }: { action: string; feature: string }): string =>
      action === "use"
        ? (uses.get(feature)?.used ?? `Used ${use(feature).toLowerCase()}`)
        : (actions.get(action) ?? sentence(action)),
    audit: (action: string): string => audited.get(action) ?? sentence(action.replace(/^\w+\./, "")),
    notification: (type: string): TypeWords => notifications.get(type) ?? { name: sentence(type), text: "" },
    statistic: (name: string): string => statistics.get(name) ?? sentence(name),
    /** The types of notifications, features' first. */
    types: [...notifications].map(([type, words]) => ({ type, ...words })),
    leftBehind: all.flatMap(({ leftBehind }) => leftBehind ?? []).join(" "),
    /** What one can choose from. */
    choices: {
      limits: choices(limits, ({ name }) => name),
      uses: choices(uses, ({ name }) => name),
      actions: choices(actions, (label) => label),
      audited: choices(audited, (label) => label),
    },
  };
}

const joined = <Words>(
  parts: readonly FeatureWords[],
  pick: (words: FeatureWords) => Record<string, Words> | undefined,
): ReadonlyMap<string, Words> => new Map(parts.flatMap((words) => Object.entries(pick(words) ?? {})));

const choices = <Words>(known: ReadonlyMap<string, Words>, label: (words: Words) => string): Choice[] =>
  [...known].map(([value, words]) => ({ value, label: label(words) }));

/** `some_name` or `someName` as words. */
export function sentence(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
