import { randomBytes, randomInt } from "node:crypto";

export const PASSWORD = "a long walk by the sea 42";

export type Credentials = { username: string; email: string; password: string };
/** Values by cookie name. */
export type CookieJar = Map<string, string>;
type Json = Record<string, unknown>;
export type Answer<T = Json> = {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; an empty object when it is not JSON. */
  body: T;
};

type Sending = {
  /** Sent as JSON. */
  json?: unknown;
  body?: string | URLSearchParams | FormData;
  headers?: Record<string, string>;
};

/** A browser's share of the work: its own IP, a cookie jar, and the Origin header on what changes something. */
export type Client = {
  readonly url: string;
  /** The IP it seems to come from (X-Forwarded-For), of its own unless told. */
  readonly ip: string;
  readonly jar: CookieJar;
  /** The Cookie header it sends now. */
  cookie: () => string;
  send: <T = Json>(method: string, path: string, sending?: Sending) => Promise<Answer<T>>;
  get: <T = Json>(path: string, headers?: Record<string, string>) => Promise<Answer<T>>;
  post: <T = Json>(path: string, json?: unknown) => Promise<Answer<T>>;
  patch: <T = Json>(path: string, json?: unknown) => Promise<Answer<T>>;
  delete: <T = Json>(path: string) => Promise<Answer<T>>;
};

export function newClient(url: string, ip = randomIp(), jar: CookieJar = new Map()): Client {
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const send = async <T>(method: string, path: string, sending: Sending = {}): Promise<Answer<T>> => {
    const { json, body, headers } = sending;
    const reads = method === "GET" || method === "HEAD";
    const response = await fetch(url + path, {
      method,
      redirect: "manual",
      body: json === undefined ? body : JSON.stringify(json),
      headers: {
        "x-forwarded-for": ip,
        ...(jar.size > 0 && { cookie: cookie() }),
        ...(!reads && { origin: url }),
        ...(json !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
    });
    keepCookies(jar, response.headers);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) as T };
  };
  return {
    url,
    ip,
    jar,
    cookie,
    send,
    get: (path, headers) => send("GET", path, { headers }),
    post: (path, json) => send("POST", path, { json }),
    patch: (path, json) => send("PATCH", path, { json }),
    delete: (path) => send("DELETE", path),
  };
}

const randomIp = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

function keepCookies(jar: CookieJar, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair = "", ...attributes] = line.split(";");
    const cut = pair.indexOf("=");
    const gone = attributes.some(
      (attribute) => /^\s*max-age=0\s*$/i.test(attribute) || /expires=.*1970/i.test(attribute),
    );
    if (gone || cut === pair.length - 1) jar.delete(pair.slice(0, cut));
    else jar.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

/** Names nobody else in the run has. */
export function newCredentials(name = "member"): Credentials {
  const username = `${name}-${randomBytes(4).toString("hex")}`;
  return { username, email: `${username}@example.org`, password: PASSWORD };
}

/** Signs in the way the page does, through next-auth, and answers what next-auth answered. */
export async function signIn(client: Client, { username, password }: Omit<Credentials, "email">): Promise<Answer> {
  const { body } = await client.get<{ csrfToken: string }>("/api/auth/csrf");
  const form = new URLSearchParams({ csrfToken: body.csrfToken, username, password });
  return client.send("POST", "/api/auth/callback/credentials", { body: form });
}

/** Signs out through next-auth, and answers what it answered. */
export async function signOut(client: Client): Promise<Answer> {
  const { body } = await client.get<{ csrfToken: string }>("/api/auth/csrf");
  const form = new URLSearchParams({ csrfToken: body.csrfToken });
  return client.send("POST", "/api/auth/signout", { body: form });
}

export type TestMember = Client & Credentials & { readonly id: string; readonly sessionId: string };

/** Makes an account over the API and signs it in. */
export async function newMember(url: string, name?: string): Promise<TestMember> {
  const client = newClient(url);
  const credentials = newCredentials(name);
  const made = await client.post("/api/v1/auth/register", credentials);
  if (made.status !== 201) throw new Error(`The registration was refused: ${made.text}`);
  return newDevice(url, credentials, client);
}

/** Signs an account in on one more device. */
export async function newDevice(url: string, account: Credentials, client = newClient(url)): Promise<TestMember> {
  const { username, email, password } = account;
  await signIn(client, account);
  const me = await client.get<{ id: string; sessionId: string }>("/api/v1/users/me");
  if (me.status !== 200) throw new Error(`The sign-in did not work: ${me.text}`);
  return { ...client, username, email, password, id: me.body.id, sessionId: me.body.sessionId };
}

/** The same device asking another server, as behind a load balancer. */
export const atServer = (member: TestMember, url: string): TestMember => ({
  ...member,
  ...newClient(url, member.ip, member.jar),
});
