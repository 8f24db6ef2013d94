import { expect, test } from "vitest";
import { parts } from "@/components/parts";
import { words } from "@/components/words";
import { Feature } from "@/lib/core/engine/activity/schemas";
import { NotificationType } from "@/lib/core/notifications/inbox/schemas";
import { Policy } from "@/lib/core/rate-limits/admin-schemas";
import { DEFAULT_SETTINGS } from "@/lib/core/settings/schemas";
import { features } from "@/lib/features";
import { features as inBrowser } from "@/lib/features/browser";

const named = (choices: readonly { value: string }[]) => choices.map(({ value }) => value).sort();

test("has words for every rate limit", () => {
  expect(named(words.choices.limits)).toEqual([...Policy.options].sort());
});

test("has words and an icon for every type of notification", () => {
  const types = [...NotificationType.options].sort();
  expect(words.types.map(({ type }) => type).sort()).toEqual(types);
  expect(parts.flatMap(({ icons }) => Object.keys(icons?.notifications ?? {})).sort()).toEqual(types);
});

test("has words for everything that can be used", () => {
  expect(named(words.choices.uses)).toEqual([...Feature.options].sort());
  const used = features.flatMap(({ uses }) => Object.keys(uses ?? {}));
  expect(named(words.choices.uses)).toEqual(expect.arrayContaining(used));
});

test.each(inBrowser.map((feature) => [feature.name, feature] as const))(
  "knows of %s what the server counts",
  (name, feature) => {
    const manifest = features.find((one) => one.name === name);
    expect(Object.keys(feature.words?.statistics ?? {})).toEqual(Object.keys(manifest?.statistics ?? {}));
  },
);

test("offers choices about privacy that are settings, once each", () => {
  const choices = parts.flatMap(({ privacy }) => privacy ?? []).map(({ setting }) => setting);
  expect(new Set(choices).size).toBe(choices.length);
  expect(Object.keys(DEFAULT_SETTINGS)).toEqual(expect.arrayContaining(choices));
});

test("gives a Provider to whom the server gives a start, and the other way round", () => {
  const starting = features.filter(({ start }) => start).map(({ name }) => name);
  expect(inBrowser.filter(({ Provider }) => Provider).map(({ name }) => name)).toEqual(starting);
});
