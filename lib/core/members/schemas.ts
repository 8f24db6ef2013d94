import { z } from "zod";
import { Id } from "@/lib/shared/ids";

/** A member id, or "me" for the caller's own. */
export const MemberRef = z.union([z.literal("me"), Id], "must be an id or “me”");

export const Username = z
  .string("is required")
  .trim()
  .min(3, "must have at least 3 characters")
  .max(30, "must have at most 30 characters")
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/, "may hold letters, digits, dots, dashes and underscores");

/** The name others see: one line, no control or direction characters that could disguise it. */
export const DisplayName = z
  .string("is required")
  .trim()
  .min(1, "is required")
  .max(60, "must have at most 60 characters")
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, "may not hold control characters");

/** What every member may know of another. */
export const PublicUser = z.strictObject({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  role: z.enum(["user", "admin"]),
});

export type PublicUser = z.infer<typeof PublicUser>;
