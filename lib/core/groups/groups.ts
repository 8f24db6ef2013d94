import type { Ctx, Member } from "@/lib/core/context";
import { fail } from "@/lib/shared/errors";
import { type GroupOffer, groupOffers } from "./registry";

/** Which set of members: the word of the feature that has it, and which one. */
export type GroupRef = { kind: string; id: string };

export type Group = GroupRef & { label: string; url: string };

/** Members that are read at once. */
const PAGE = 500;

/**
 * A set of members that the caller is in.
 * @throws not_found for others, and where no feature has such sets
 */
export async function groupOf(ctx: Ctx<Member>, { kind, id }: GroupRef): Promise<Group> {
  const found = (await offerOf(kind).find(ctx, id)) ?? fail("not_found");
  return { kind, ...found };
}

/**
 * As `groupOf`, where the caller may start something with its members.
 * @throws not_found as `groupOf`, forbidden
 */
export async function requireMayStart(ctx: Ctx<Member>, ref: GroupRef): Promise<Group> {
  const group = await groupOf(ctx, ref);
  const may = await offerOf(ref.kind).canStart(ctx, ref.id);
  return may ? group : fail("forbidden", `You may not start anything in ${group.label}.`);
}

/** The ids of all who are in it, in pages: for what concerns them, not for whoever asks. Nobody where it is gone. */
export async function* membersOfGroup({ kind, id }: GroupRef): AsyncGenerator<string[]> {
  const memberIds = groupOffers().get(kind)?.memberIds ?? (async () => []);
  let page = await memberIds(id, PAGE);
  while (page.length > 0) {
    yield page;
    page = page.length < PAGE ? [] : await memberIds(id, PAGE, page.at(-1));
  }
}

const offerOf = (kind: string): GroupOffer => groupOffers().get(kind) ?? fail("not_found");
