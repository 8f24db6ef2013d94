import { z } from "zod";
import { PublicUser, Username } from "@/lib/core/members/schemas";
import { EMAIL_MAX } from "@/lib/shared/bounds";
import { Id } from "@/lib/shared/ids";
import { Version } from "@/lib/shared/version";

export const Email = z
  .string("is required")
  .trim()
  .max(EMAIL_MAX, "is too long")
  .pipe(z.email("must be an e-mail address"));
/** Only bounded here; the rate limit of the instance decides what is good enough. */
export const Password = z.string("is required").min(1, "is required").max(256, "must have at most 256 characters");

export const RegisterInput = z.strictObject({ username: Username, email: Email, password: Password });

export const SignInInput = z.strictObject({
  /** User name or e-mail address. */
  username: z
    .string("is required")
    .trim()
    .min(1, "is required")
    .max(EMAIL_MAX, "is too long")
    .regex(/^\P{Cc}*$/u, "must not hold control characters"),
  password: Password,
  /** The code of an authenticator app, or a recovery code. */
  code: z.string().trim().max(20).optional(),
  /** What an earlier sign-in of this device answered as `device`. Anything else is as good as nothing. */
  device: z.string().max(500).optional().catch(undefined),
});

export const FirstAdminInput = RegisterInput.extend({ token: z.string().min(20).max(100) });
/** What a member and admins know of an account. */
export const Account = PublicUser.extend({
  email: z.string(),
  /** Whether the link in the mail to this email was opened: until then it can't be used to sign in. */
  emailConfirmed: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** Live connections open now, over all devices. */
  connections: z.number().int().nonnegative(),
  version: Version,
});
export type Account = z.infer<typeof Account>;

/** Who a request speaks for, and by which session; null through a token. Answered from the cache. */
export const Me = PublicUser.extend({ sessionId: Id.nullable() });
export type Me = z.infer<typeof Me>;

/** What a member knows of their second factor. */
export const SecondFactor = z.strictObject({
  enabled: z.boolean(),
  since: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.number().int().nonnegative(),
});
export type SecondFactor = z.infer<typeof SecondFactor>;

/** The codes that stand in for a lost authenticator, the one time they are shown. */
export const RecoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
