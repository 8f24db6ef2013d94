import type { BrowserList, BrowserView } from "@/lib/core/notifications/push/push-schemas";
import { api } from "./api";
import { Refusal } from "./refusal";

const BASE = "/users/me/push-subscriptions";
const WORKER = "/push.js";

/** Whether this browser can take push messages: it knows them, and the page came over a safe line. */
const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** What this browser is: not known yet, without push, or known by the hash of its endpoint once it is signed up. */
export type ThisBrowser = { state: "asking" | "unable" | "able"; hash?: string };

/** Looks whether this browser can take push messages, and whether it does. Never fails. */
export async function readThisBrowser(): Promise<ThisBrowser> {
  if (!canPush()) return { state: "unable" };
  return ownEndpointHash().then(
    (hash): ThisBrowser => ({ state: "able", hash }),
    (): ThisBrowser => ({ state: "unable" }),
  );
}

/** SHA-256 in hex of this browser's endpoint, by which it finds itself in the list; undefined when it is not signed up. */
async function ownEndpointHash(): Promise<string | undefined> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return undefined;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Asks the person for permission and signs this browser up.
 * @throws Refusal when the person, the browser or the server does not want it
 */
export async function signUpBrowser({ publicKey }: BrowserList): Promise<BrowserView> {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new Refusal("forbidden", "Your browser does not allow notifications from this site.");
  }
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  // One made with an older key would never get a message.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const subscription = await registration.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch((error: unknown) => {
      throw new Refusal("unavailable", error instanceof Error ? error.message : "Its push service did not answer.");
    });
  const { endpoint, keys } = subscription.toJSON();
  return api("POST", BASE, { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } });
}

/** Signs a browser off, and when it is this one, tells its push service too. */
export async function signOffBrowser({ id, endpointHash }: BrowserView): Promise<void> {
  await api("DELETE", `${BASE}/${id}`);
  if (!canPush() || (await ownEndpointHash()) !== endpointHash) return;
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
