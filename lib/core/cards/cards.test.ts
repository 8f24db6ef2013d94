import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Member } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import type { FeatureManifest } from "@/lib/core/features/manifest";
import { memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { Id, newId } from "@/lib/shared/ids";
import { listPlaces } from "./list-places";
import { makeCard } from "./make-card";
import type { CardFace, Sharing } from "./registry";
import { shareCard } from "./share-card";

const asMember = (username: string): Member => ({
  kind: "member",
  ...{ id: newId(), username, displayName: username, role: "user" },
  via: { kind: "session", sessionId: newId() },
});
const [ann, bea] = [asMember("ann"), asMember("bea")];

/** Teas of planted members, and what stands on the shelves that they own. */
const teas = new Map<string, { owner: string; face: CardFace }>();
const shelves = new Map<string, { owner: string; name: string; cards: Sharing[] }>();

const getTea = defineVerb({
  name: "teas.getTea",
  access: "member",
  reads: true,
  input: z.strictObject({ id: Id }),
  output: z.custom<CardFace>().optional(),
  run: async (ctx, { id }) => {
    const tea = teas.get(id);
    return tea?.owner === ctx.actor.id ? tea.face : undefined;
  },
});

const teaFeature: FeatureManifest = {
  name: "teas",
  cards: { offers: { tea: { present: (ctx, id) => getTea(ctx, { id }) } } },
};

/** Shelves, and trays of the same: two kinds of places. */
const shelfFeature: FeatureManifest = {
  name: "shelves",
  cards: {
    accepts: {
      shelf: {
        places: async (ctx, { q, limit, cursor = "0" }) => {
          const own = [...shelves].filter(([, { owner, name }]) => owner === ctx.actor.id && name.includes(q));
          const from = Number(cursor);
          const items = own.slice(from, from + limit).map(([id, { name }]) => ({ id, label: name }));
          return { items, nextCursor: from + limit < own.length ? String(from + limit) : null };
        },
        put: async (ctx, id, sharing) => {
          const shelf = shelves.get(id);
          if (shelf?.owner !== ctx.actor.id) return fail("not_found");
          shelf.cards.push(sharing);
          return `/shelves/${id}`;
        },
      },
      tray: {
        places: async () => ({ items: [{ id: TRAY, label: "Tray" }], nextCursor: null }),
        put: async () => fail("forbidden"),
      },
    },
  },
};
const TRAY = newId();

function plantTea({ id: owner }: Member, face: Partial<CardFace> = {}): string {
  const id = newId();
  teas.set(id, { owner, face: { title: "Oolong", url: `/teas/${id}`, ...face } });
  return id;
}

function plantShelf({ id: owner }: Member, name = "Top"): string {
  const id = newId();
  shelves.set(id, { owner, name, cards: [] });
  return id;
}

const share = (who: Member, tea: string, shelf: string, more: object = {}) =>
  shareCard(memberCtx(who), { kind: "tea", id: tea, to: { kind: "shelf", id: shelf }, ...more });

beforeEach(() => {
  teas.clear();
  shelves.clear();
  installFeatures([teaFeature, shelfFeature]);
});

test("puts what the sharer sees into a place of another feature, with a note", async () => {
  const facts = [{ label: "Price", value: "4 €" }];
  const [tea, shelf] = [plantTea(ann, { text: "Dark", image: "/images/1", facts }), plantShelf(ann)];
  const card = { kind: "tea", id: tea, title: "Oolong", text: "Dark", url: `/teas/${tea}`, image: "/images/1", facts };
  const shared = await share(ann, tea, shelf, { note: " try\r\nit ", clientId: "once" });
  expect(shared).toEqual({ card, url: `/shelves/${shelf}` });
  expect(shelves.get(shelf)?.cards).toEqual([{ card, note: "try\nit", clientId: "once" }]);
});

test("gives each share an id of its own unless the client did", async () => {
  const [tea, shelf] = [plantTea(ann), plantShelf(ann)];
  await share(ann, tea, shelf);
  await share(ann, tea, shelf);
  expect(new Set(shelves.get(shelf)?.cards.map(({ clientId }) => clientId)).size).toBe(2);
});

test.each([
  ["a kind that nobody offers", { kind: "coffee" }, "kind"],
  ["a kind of place that takes nothing", { to: { kind: "tea", id: newId() } }, "to.kind"],
  ["an id that is none", { id: "1" }, "id"],
  ["a place without an id", { to: { kind: "shelf" } }, "to.id"],
  ["a note of 1,001 characters", { note: "x".repeat(1_001) }, "note"],
  ["a note with a control character", { note: "a\u0000b" }, "note"],
  ["a client id with a space", { clientId: "a b" }, "clientId"],
])("refuses %s", async (_what, wrong, field) => {
  const refused = share(ann, plantTea(ann), plantShelf(ann), wrong);
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    extras: { errors: [expect.objectContaining({ field })] },
  });
});

test("answers not_found for what the caller may not see, for a place that is not theirs, and puts nothing there", async () => {
  const [tea, shelf] = [plantTea(ann), plantShelf(bea)];
  await expect(share(bea, tea, shelf)).rejects.toMatchObject({ code: "not_found" });
  await expect(share(ann, tea, shelf)).rejects.toMatchObject({ code: "not_found" });
  await expect(share(ann, newId(), plantShelf(ann))).rejects.toMatchObject({ code: "not_found" });
  expect(shelves.get(shelf)?.cards).toEqual([]);
});

test("lets the place decide who may put something there", async () => {
  await expect(share(ann, plantTea(ann), TRAY, { to: { kind: "tray", id: TRAY } })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("asks a token for the scope of what it shares too", async () => {
  const asked = { kind: "tea", id: plantTea(ann), to: { kind: "shelf", id: plantShelf(ann) } };
  const refused = shareCard(tokenCtx(ann, ["cards:write"]), asked);
  await expect(refused).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("teas:read") });
  expect(await shareCard(tokenCtx(ann, ["cards:write", "teas:read"]), asked)).toMatchObject({ card: { kind: "tea" } });
});

describe("the list of places", () => {
  const labels = async (asked: object) => {
    const { items, nextCursor } = await listPlaces(memberCtx(ann), asked);
    return { labels: items.map(({ kind, label }) => `${kind} ${label}`), nextCursor };
  };

  test.each([1, 2, 3, 4, 20])("names the caller's own of every kind, %i at once", async (limit) => {
    for (const name of ["a", "b", "c"]) plantShelf(ann, name);
    plantShelf(bea, "not hers");
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await labels({ limit, ...(cursor && { cursor }) });
      expect(page.labels.length).toBeLessThanOrEqual(limit);
      seen.push(...page.labels);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["shelf a", "shelf b", "shelf c", "tray Tray"]);
  });

  test("finds places by what they are called", async () => {
    for (const name of ["Kitchen", "Cellar"]) plantShelf(ann, name);
    expect((await labels({ q: "Cel" })).labels).toEqual(["shelf Cellar", "tray Tray"]);
  });

  test("is empty where no feature takes cards", async () => {
    installFeatures([teaFeature]);
    expect(await labels({})).toEqual({ labels: [], nextCursor: null });
  });

  test("refuses a cursor of another list", async () => {
    await expect(labels({ cursor: "bm8" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("a card", () => {
  const make = (face: Partial<CardFace>) => makeCard("tea", newId(), { title: "Oolong", url: "/teas/1", ...face });

  test("holds every text on one line, without what cannot be stored", () => {
    const facts = [
      { label: "Price\n", value: " 4\u0000€" },
      { label: "Origin", value: " " },
    ];
    expect(make({ title: " Oo\tlong\ud83d ", text: "a\n\nb", facts })).toMatchObject({
      ...{ title: "Oo long\ufffd", text: "a b", image: null },
      facts: [{ label: "Price", value: "4 €" }],
    });
  });

  test("cuts what is too long, and no character in half", () => {
    const fact = { label: "l".repeat(50), value: "v".repeat(200) };
    const { title, text, facts } = make({
      ...{ title: `${"x".repeat(198)}😀 and more`, text: "y".repeat(501) },
      facts: Array.from({ length: 9 }, () => fact),
    });
    expect([title, text]).toEqual([`${"x".repeat(198)}…`, `${"y".repeat(499)}…`]);
    expect(facts.map(({ label, value }) => [label.length, value.length])).toEqual(
      Array.from({ length: 8 }, () => [40, 120]),
    );
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "",
  ])("leads nowhere but into this instance: %j", (url) => {
    expect(() => make({ url })).toThrow();
    expect(() => make({ image: url })).toThrow();
  });
});

test("two features cannot offer the same kind, nor the same kind of place", () => {
  expect(() => installFeatures([teaFeature, { ...teaFeature, name: "more" }])).toThrow("“tea”");
  expect(() => installFeatures([shelfFeature, { ...shelfFeature, name: "more" }])).toThrow("“shelf”");
});
