import type { Rule } from "@/lib/core/testing/doors";
import { db } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import { type Client, newClient, newDevice, newMember, type TestMember } from "./client";
import { FEATURE_DOORS } from "./doors";

export const ROLES = ["anonymous", "owner", "other", "deactivated", "former admin", "admin"] as const;
export type RoleName = (typeof ROLES)[number];
/** What fills the brackets of a path and the braces of a body. */
export type Ids = Record<string, string>;

/** Words that stand only in what belongs to the owner: none may be in an answer to someone who may not see it. */
const SECRETS = {
  notification: "A hint for the owner",
  timeZone: "Pacific/Chatham",
  ip: "198.51.100.77",
  deed: "counted the third stone",
};

export type RoleWorld = {
  people: Record<RoleName, Client>;
  owner: TestMember;
  /** What is the owner's. */
  existing: Ids;
  /** Ids of nothing. */
  missing: Ids;
  secrets: string[];
};

/** An owner with something of everything, and everyone else who might come to its door. */
export async function makeRoleWorld(url: string): Promise<RoleWorld> {
  const owner = await newMember(url, "owner");
  const others = await makeOthers(url);
  const prepared = await Promise.all(
    FEATURE_DOORS.map(({ prepare }) => prepare?.(owner) ?? Promise.resolve(undefined)),
  );
  const notificationId = await leaveTraces(owner);
  const none = () => newId();
  const existing: Ids = {
    userId: owner.id,
    sessionId: owner.sessionId,
    notificationId,
    ...Object.assign({}, ...prepared.map((one) => one?.ids ?? {})),
    namespace: "sessions",
    rateLimit: "settings",
    name: "session-clean-up",
    blockId: none(),
    subscriptionId: none(),
    announcementId: none(),
    token: "none",
  };
  const missing = Object.fromEntries(
    Object.keys(existing).map((name) => [name, name.endsWith("Id") ? none() : "none"]),
  );
  return {
    people: { anonymous: newClient(url), owner, ...others },
    owner,
    existing,
    missing: { ...missing, rateLimit: "settings" },
    secrets: [...Object.values(SECRETS), ...prepared.flatMap((one) => one?.secrets ?? []), owner.email],
  };
}

async function makeOthers(url: string): Promise<Omit<RoleWorld["people"], "anonymous" | "owner">> {
  const names = ["other", "gone", "former", "boss"];
  const [other, gone, former, boss] = await Promise.all(names.map((name) => newMember(url, name)));
  if (!other || !gone || !former || !boss) throw new Error("Four members were asked for.");
  await db().user.updateMany({ where: { id: { in: [former.id, boss.id] } }, data: { role: "admin" } });
  const [formerAdmin, admin] = await Promise.all([newDevice(url, former), newDevice(url, boss)]);
  const answers = [
    await formerAdmin.get("/api/v1/admin/stats"),
    await admin.patch(`/api/v1/admin/users/${former.id}`, { role: "user" }),
    await admin.patch(`/api/v1/admin/users/${gone.id}`, { active: false }),
  ];
  if (answers.some(({ status }) => status !== 200)) throw new Error("The roles could not be given.");
  return { other, deactivated: gone, "former admin": formerAdmin, admin };
}

/** A notification, a setting, an IP and something done, all told by words that are nobody else's. */
async function leaveTraces(owner: TestMember): Promise<string> {
  await owner.send("PUT", "/api/v1/users/me/settings", { json: { timeZone: SECRETS.timeZone } });
  await owner.post("/api/v1/users/me/events", { feature: "pages", details: { deed: SECRETS.deed } });
  await db().session.update({ where: { id: owner.sessionId }, data: { ip: SECRETS.ip } });
  const id = newId();
  await db().notification.create({
    data: { id, userId: owner.id, seq: 1, type: "account", title: SECRETS.notification, body: "" },
  });
  await db().user.update({ where: { id: owner.id }, data: { notificationSeq: 1 } });
  return id;
}

export const signedOut = (role: RoleName): boolean => role === "anonymous" || role === "deactivated";

/** Whether `role` may pass a door of `rule` that leads to what is the owner's. */
export function mayPass(rule: Rule, role: RoleName): boolean {
  if (rule === "anyone") return true;
  if (signedOut(role)) return false;
  if (rule === "member") return true;
  if (rule === "admin") return role === "admin";
  return role === "owner" || (rule === "own or admin" && role === "admin");
}

export const fill = (text: string, ids: Ids): string =>
  text.replaceAll(/[[{](\w+)[\]}]/g, (_, name: string) => ids[name] ?? "unknown");

/** A body with ids in place of the names in its braces. */
export const fillBody = (body: Record<string, unknown> | undefined, ids: Ids): object | undefined =>
  body &&
  (JSON.parse(JSON.stringify(body).replaceAll(/"\{(\w+)\}"/g, (_, name: string) => `"${ids[name]}"`)) as object);
