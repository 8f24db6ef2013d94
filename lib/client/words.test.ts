import { describe, expect, test } from "vitest";
import { coreWords } from "./core-words";
import { joinWords, sentence } from "./words";

const garden = {
  limits: { sowing: { name: "Seeds", counts: "put into the ground" } },
  uses: { beds: { name: "Garden Beds" }, shed: { name: "Shed", used: "Went to the shed" } },
  actions: { seed_planted: "Planted a seed" },
  audited: { "garden.fence_moved": "Fence moved" },
  notifications: { ripe: { name: "Ripe", text: "Something can be picked." } },
  statistics: { plants: "Plants" },
  leftBehind: "Your trees stay.",
};

describe("joinWords", () => {
  const words = joinWords(coreWords, [garden, { limits: {} }]);

  test("finds the words of core and of a feature", () => {
    expect(words.limit("login").name).toBe("Sign-in attempts");
    expect(words.limit("sowing")).toEqual({ name: "Seeds", counts: "put into the ground" });
    expect(words.action({ action: "login", feature: "account" })).toBe("Signed in");
    expect(words.action({ action: "use", feature: "pages" })).toBe("Opened a page");
    expect(words.action({ action: "use", feature: "shed" })).toBe("Went to the shed");
    expect(words.action({ action: "use", feature: "beds" })).toBe("Used garden beds");
    expect(words.action({ action: "seed_planted", feature: "beds" })).toBe("Planted a seed");
    expect(words.audit("account.role_changed")).toBe("Role changed");
    expect(words.audit("garden.fence_moved")).toBe("Fence moved");
    expect(words.notification("ripe").name).toBe("Ripe");
    expect(words.statistic("plants")).toBe("Plants");
  });

  test("says also what it does not know", () => {
    expect(words.limit("digging")).toEqual({ name: "digging", counts: "" });
    expect(words.use("green_house")).toBe("Green house");
    expect(words.action({ action: "use", feature: "pond" })).toBe("Used pond");
    expect(words.action({ action: "pond_filled", feature: "pond" })).toBe("Pond filled");
    expect(words.audit("garden.seedSown")).toBe("Seed sown");
    expect(words.notification("hail")).toEqual({ name: "Hail", text: "" });
    expect(words.statistic("constructor")).toBe("Constructor");
  });

  test("offers all names to choose from, and the types of features before those of core", () => {
    expect(words.choices.limits).toContainEqual({ value: "sowing", label: "Seeds" });
    expect(words.choices.uses.map(({ value }) => value)).toEqual(["account", "pages", "beds", "shed"]);
    expect(words.choices.actions).toContainEqual({ value: "seed_planted", label: "Planted a seed" });
    expect(words.choices.audited).toContainEqual({ value: "garden.fence_moved", label: "Fence moved" });
    expect(words.types.map(({ type }) => type)).toEqual(["ripe", "announcement", "account", "security"]);
    expect(words.leftBehind).toBe("Your trees stay.");
  });
});

test("writes names as words", () => {
  expect(["some_name", "someName"].map(sentence)).toEqual(["Some name", "Some name"]);
});
