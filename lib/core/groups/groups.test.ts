import { beforeEach, expect, test } from "vitest";
import type { Ctx, Member } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import type { FeatureManifest } from "@/lib/core/features/manifest";
import { memberCtx } from "@/lib/core/testing/members";
import { newId } from "@/lib/shared/ids";
import { groupOf, membersOfGroup, requireMayStart } from "./groups";

const asMember = (username: string): Member => ({
  kind: "member",
  ...{ id: newId(), username, displayName: username, role: "user" },
  via: { kind: "session", sessionId: newId() },
});
const [ann, bea, cat] = [asMember("ann"), asMember("bea"), asMember("cat")];

const table = { kind: "table", id: newId() };
/** Who sits at the table; the first of them pours. */
let seated: string[] = [];
const sits = ({ actor }: Ctx<Member>, id: string) => id === table.id && seated.includes(actor.id);

const tables: FeatureManifest = {
  name: "tables",
  groups: {
    offers: {
      table: {
        find: async (ctx, id) => (sits(ctx, id) ? { id, label: "Round", url: `/tables/${id}` } : undefined),
        memberIds: async (id, take, after = "") =>
          id === table.id
            ? seated
                .toSorted()
                .filter((one) => one > after)
                .slice(0, take)
            : [],
        canStart: async ({ actor }) => actor.id === seated[0],
      },
    },
  },
};

beforeEach(() => {
  seated = [ann.id, bea.id];
  installFeatures([tables]);
});

async function idsOf(ref: typeof table): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of membersOfGroup(ref)) pages.push(page);
  return pages;
}

test("knows a set of members to those in it", async () => {
  expect(await groupOf(memberCtx(bea), table)).toEqual({ ...table, label: "Round", url: `/tables/${table.id}` });
  await expect(groupOf(memberCtx(cat), table)).rejects.toMatchObject({ code: "not_found" });
  await expect(groupOf(memberCtx(ann), { ...table, id: newId() })).rejects.toMatchObject({ code: "not_found" });
  await expect(groupOf(memberCtx(ann), { ...table, kind: "bench" })).rejects.toMatchObject({ code: "not_found" });
});

test("lets those start something whom its feature lets, and tells nobody else of it", async () => {
  expect(await requireMayStart(memberCtx(ann), table)).toMatchObject({ label: "Round" });
  await expect(requireMayStart(memberCtx(bea), table)).rejects.toMatchObject({ code: "forbidden" });
  await expect(requireMayStart(memberCtx(cat), table)).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  [0, []],
  [1, [1]],
  [500, [500]],
  [1_200, [500, 500, 200]],
])("reads %i members in bounded pages, each once", async (count, lengths) => {
  seated = Array.from({ length: count }, () => newId());
  const pages = await idsOf(table);
  expect(pages.map(({ length }) => length)).toEqual(lengths);
  expect(pages.flat()).toEqual(seated.toSorted());
});

test("has nobody where the feature is gone", async () => {
  installFeatures([]);
  expect(await idsOf(table)).toEqual([]);
});

test("two features cannot have the same kind", () => {
  expect(() => installFeatures([tables, { ...tables, name: "more" }])).toThrow("“table”");
});
