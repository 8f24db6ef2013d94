import { z } from "zod";
import { PublicUser, Username } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { ZonedMoment } from "@/lib/shared/moment";
import { pageFields, pageOf } from "@/lib/shared/page";

export const Audience = z.enum(["all", "role", "member"]);
export const AnnouncementState = z.enum(["scheduled", "sending", "sent", "recalled"]);
export type AnnouncementState = z.infer<typeof AnnouncementState>;

const Role = z.enum(["user", "admin"]);

/** An empty field of a form counts as none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

export const CreateAnnouncementInput = z
  .strictObject({
    title: z.string("is required").trim().min(1, "is required").max(200, "must have at most 200 characters"),
    body: z.string().trim().max(500, "must have at most 500 characters").default(""),
    /** Where a click leads: a path inside this instance. */
    url: optional(
      z
        .string()
        .max(300)
        .regex(/^\/(?![/\\])\S*$/, "must be a path inside this instance, such as /settings"),
    ),
    audience: Audience,
    role: optional(Role),
    username: optional(Username),
    /** At once unless told. */
    scheduledAt: optional(ZonedMoment),
    /** After this nobody sees it any more. */
    expiresAt: optional(ZonedMoment),
  })
  .refine(({ audience, role }) => audience !== "role" || role, { message: "is required", path: ["role"] })
  .refine(({ audience, username }) => audience !== "member" || username, { message: "is required", path: ["username"] })
  .refine(({ scheduledAt, expiresAt }) => !expiresAt || new Date(expiresAt) > new Date(scheduledAt ?? Date.now()), {
    message: "must lie after it is sent",
    path: ["expiresAt"],
  });

export const AnnouncementView = z.strictObject({
  id: Id,
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
  audience: Audience,
  role: Role.nullable(),
  member: PublicUser.nullable(),
  state: AnnouncementState,
  scheduledAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  /** Members it was given to. */
  sentCount: z.number().int(),
  sentAt: z.iso.datetime().nullable(),
  recalledAt: z.iso.datetime().nullable(),
  createdBy: PublicUser.nullable(),
  createdAt: z.iso.datetime(),
});
export type AnnouncementView = z.infer<typeof AnnouncementView>;

export const ListAnnouncementsInput = z.strictObject(pageFields);
export const AnnouncementPage = pageOf(AnnouncementView);
export const AnnouncementInput = z.strictObject({ announcementId: Id });
