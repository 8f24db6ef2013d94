import type { LucideIcon } from "lucide-react";
import type { ComponentType, Context, ReactNode } from "react";
import type { MemberStores } from "./member";
import type { FeatureWords } from "./words";

/** The face of a member in place of an icon. */
export type Face = { id: string; name: string; online?: boolean };

/** A line below a destination that leads to one thing there. */
export type NavItem = { href: string; label: string; icon?: LucideIcon; face?: Face; count: number };

/** A place in the navigation. What changes comes from contexts that the `Provider` fills. */
export type Destination = {
  href: string;
  label: string;
  icon: LucideIcon;
  adminOnly?: boolean;
  /** How much is unread there. */
  count?: Context<number>;
  /** What is there, one by one: the sidebar lists it under `label`. While there is none it says `nothing`, if told so. */
  items?: { label: string; nothing?: string; list: Context<readonly NavItem[]> };
  /** Pages below it take the whole screen of a phone and have their own way back. */
  fillsScreen?: boolean;
};

/** A page inside the settings or the dashboard. */
export type PageLink = { href: string; label: string };

type CommandLine = {
  label: string;
  /** Stands behind the label: what it belongs to. It finds it too. */
  note?: string;
  /** Other words that find it. */
  keywords?: string;
  icon?: LucideIcon;
  face?: Face;
  /** How much is unread there. */
  count?: number;
};

/** What the command palette offers. */
export type Command = CommandLine &
  (
    | { href: string }
    /** Answers the path to go to, if any; `failed` begins what is said of a refusal. */
    | { failed: string; run: (member: MemberStores) => Promise<string | void> }
  );

/** What can be done with another member wherever they are listed. */
export type MemberAction = {
  icon: LucideIcon;
  /** Follows the name of the member: "write directly". */
  label: string;
  /** The same as a command: "Write to Ann". */
  command: (name: string) => string;
  failed: string;
  /**
   * Does it and answers the path to go to.
   * @throws Refusal
   */
  run: (userId: string) => Promise<string>;
};

/** A choice about what others may know, by its name in the settings. */
export type PrivacyChoice = { setting: string; label: string; description: string };

/** What a feature tells the browser about itself. The shell and core's own screens know it from here only. */
export type BrowserFeature = {
  name: string;
  words?: FeatureWords;
  /** By the names under which use is tracked, and by type of notification. */
  icons?: { uses?: Record<string, LucideIcon>; notifications?: Record<string, LucideIcon> };
  navigation?: readonly Destination[];
  pages?: { settings?: readonly PageLink[]; admin?: readonly PageLink[] };
  /** Commands besides the navigation: those there are, and those made of what is being looked for. */
  commands?: readonly Command[];
  search?: (query: string) => readonly Command[];
  memberAction?: MemberAction;
  privacy?: readonly PrivacyChoice[];
  /**
   * Holds its stores for all pages of the member and listens to its live events. `start` is what `start` of its manifest
   * answered when the page was made.
   */
  Provider?: ComponentType<{ start: unknown; children: ReactNode }>;
};
