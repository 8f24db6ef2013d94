import { beforeAll, expect, test } from "vitest";
import { parts } from "@/components/parts";
import { words } from "@/components/words";
import { trackedFeatures } from "@/lib/core/engine/activity/types";
import { rateLimitNames } from "@/lib/core/engine/rate-limits/types";
import { installFeatures } from "@/lib/core/features/install";
import { notificationTypes } from "@/lib/core/notifications/types";
import { DEFAULT_SETTINGS } from "@/lib/core/settings/schemas";
import { features } from "@/lib/features";
import { features as inBrowser } from "@/lib/features/browser";

beforeAll(() => installFeatures(features));

const named = (choices: readonly { value: string }[]) => choices.map(({ value }) => value).sort();

test("has words for every rate limit", () => {
  expect(named(words.choices.limits)).toEqual(rateLimitNames().sort());
});

test("has words and an icon for every type of notification", () => {
  const types = notificationTypes().sort();
  expect(words.types.map(({ type }) => type).sort()).toEqual(types);
  expect(parts.flatMap(({ icons }) => Object.keys(icons?.notifications ?? {})).sort()).toEqual(types);
});

test("has words for everything that can be used", () => {
  expect(named(words.choices.uses)).toEqual(trackedFeatures().sort());
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
  for (const { name, privacy = [] } of parts) {
    const schema = features.find((one) => one.name === name)?.settings?.schema;
    const known = Object.keys(schema?.shape ?? DEFAULT_SETTINGS);
    const choices = privacy.map(({ setting }) => setting);
    expect(new Set(choices).size).toBe(choices.length);
    expect(known).toEqual(expect.arrayContaining(choices));
  }
});

test("gives a Provider to whom the server gives a start, and the other way round", () => {
  const starting = features.filter(({ start }) => start).map(({ name }) => name);
  expect(inBrowser.filter(({ Provider }) => Provider).map(({ name }) => name)).toEqual(starting);
});
