import { z } from "zod";
import { secretKey } from "@/lib/core/engine/sessions/token";
import { decrypt, encrypt } from "@/lib/kit/encryption";
import { Id, newId } from "@/lib/shared/ids";

/** The cookie by which a browser shows that an account was signed in to with it (OWASP, device cookies). */
export const DEVICE_COOKIE = "throng-device";

/** How long a device stays known without signing in again, in seconds. */
export const DEVICE_LIFE_S = 90 * 86_400;

const PURPOSE = "device";
const LENGTH_MAX = 500;

const Content = z.object({ id: Id, userId: Id, until: z.number() });

/** A token that makes the device which holds it known to this account. Nobody else can read or make one. */
export function newDeviceToken(userId: string): string {
  const content: z.infer<typeof Content> = { id: newId(), userId, until: Date.now() + DEVICE_LIFE_S * 1000 };
  return encrypt(JSON.stringify(content), secretKey(), PURPOSE);
}

/** The device that holds `token`, and the account that was signed in to with it; undefined where it is none of ours. */
export function readDevice(token: string | undefined): { id: string; userId: string } | undefined {
  const text = token && token.length <= LENGTH_MAX ? decrypt(token, secretKey(), PURPOSE) : undefined;
  if (text === undefined) return undefined;
  const { id, userId, until } = Content.parse(JSON.parse(text));
  return until > Date.now() ? { id, userId } : undefined;
}
