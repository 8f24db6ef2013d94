/**
 * The import arrow of lib/README.md as a table: which rooms of the instance a room may import from, besides itself.
 * "schemas" stands for every schemas.ts, …-schemas.ts, events.ts, types.ts and words.ts of lib/core and lib/features, which are made to be seen by browsers.
 * `packages` names npm packages and Node modules that a room must do without.
 */
const SCREENS = ["next", "next-auth", "react", "react-dom"];
const BROWSER = { packages: ["node:", "next-auth", "pg", "pino", "redis", "socket.io", "ws"] };

/** @type {Record<string, { imports: string[], packages?: string[], except?: string[] }>} */
export const ROOMS = {
  app: { imports: ["components", "feature client", "lib/client", "lib/features", "lib/core", "lib/kit", "lib/shared"] },
  "app/api/v1": { imports: ["lib/features", "lib/core", "lib/kit", "lib/shared"], packages: SCREENS },
  components: { imports: ["feature client", "lib/client", "lib/shared", "schemas"], ...BROWSER },
  server: { imports: ["lib/features", "lib/core", "lib/kit", "lib/shared"], packages: SCREENS, except: ["next"] },
  "lib/client": { imports: ["lib/shared", "schemas"], ...BROWSER },
  "lib/features": { imports: ["lib/core", "lib/kit", "lib/shared"], packages: SCREENS },
  "feature client": { imports: ["lib/client", "lib/shared", "schemas"], ...BROWSER },
  "lib/core": { imports: ["lib/kit", "lib/shared"], packages: SCREENS, except: ["next-auth/jwt"] },
  "lib/kit": { imports: ["lib/shared", "prisma"], packages: SCREENS },
  "lib/shared": { imports: [], packages: ["node:", ...SCREENS, ...BROWSER.packages] },
  schemas: { imports: ["lib/shared"], packages: ["node:", ...SCREENS, ...BROWSER.packages] },
  prisma: { imports: [] },
  scripts: { imports: ["server", "lib/features", "lib/core", "lib/kit", "lib/shared"] },
  bench: { imports: ["scripts", "server", "lib/features", "lib/core", "lib/kit", "lib/shared"] },
  e2e: { imports: ["server", "lib/shared", "schemas"] },
};

/** Files of tests and of what only tests use: they may import testing folders, which nothing else may. */
export const isForTests = (path) =>
  isTesting(path) || /\.(test|spec)\.tsx?$/.test(path) || /^(scripts|bench|e2e)\//.test(path) || !path.includes("/");

/** The room of `path`, a path inside the checkout; undefined for files beside all rooms, such as configurations. */
export function roomOf(path) {
  if (/^lib\/(core|features)\/(?:[^/]+\/)+(([a-z-]+-)?(schemas|types|words)|events)(\.ts)?$/.test(path))
    return "schemas";
  // Registries that browser-safe files read names from.
  if (/^lib\/kit\/(extension-point|remember)(\.ts)?$/.test(path)) return "schemas";
  if (/^lib\/features\/([^/]+\/)?(client\/|browser(\.ts)?$)/.test(path)) return "feature client";
  return Object.keys(ROOMS)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** The feature that `path` belongs to; none for the registry beside them. */
const featureOf = (path) => /^lib\/features\/(?!(?:index|browser)(?:\.ts)?$)([^/]+)/.exec(path)?.[1];

/**
 * The order of core's folders: each imports only from those before it. The engine is what every request goes through, below
 * the verb; the verbs about it have folders of their own above. Files that lie in core itself stand before all.
 */
export const CORE_ORDER = [
  ...["members", "engine", "verb", "http", "tasks", "mail", "settings", "realtime", "notifications", "sessions"],
  ...["rate-limits", "ip-blocks", "activity", "accounts", "audit", "analytics", "health", "admin", "cards", "groups"],
  "features",
];
/** The same within the engine. */
export const ENGINE_ORDER = ["audit", "activity", "ip-blocks", "rate-limits", "sessions"];

const inCore = (path) => /^lib\/core\/([^/]+)\//.exec(path)?.[1];
const inEngine = (path) => /^lib\/core\/engine\/([^/]+)\//.exec(path)?.[1];

function objectionInCore(from, to) {
  if (!from.startsWith("lib/core/") || !to.startsWith("lib/core/") || isForTests(from) || isTesting(to))
    return undefined;
  return (
    objectionToOrder("core", CORE_ORDER, inCore(from), inCore(to)) ??
    objectionToOrder("the engine", ENGINE_ORDER, inEngine(from), inEngine(to))
  );
}

function objectionToOrder(where, order, from, to) {
  if (to === undefined || from === to) return undefined;
  if (!order.includes(to))
    return `${to} has no place in the order of ${where}: give it one in scripts/lint/layers.mjs.`;
  if (from === undefined && where === "core")
    return `The arrow: what lies in core itself imports nothing of its folders.`;
  if (from === undefined || order.indexOf(to) < order.indexOf(from)) return undefined;
  return `The order of ${where}: ${to} stands above ${from}, which does without it.`;
}

/** Why the file `from` may not import `specifier`; undefined when it may. */
export function objection(from, specifier) {
  if (specifier.split("/").includes("..")) return "Import across folders with @/, never with ../.";
  if (specifier.startsWith("./") || specifier === ".") return undefined;
  const room = roomOf(from);
  if (specifier.startsWith("@/")) return objectionToRoom(from, room, specifier.slice(2));
  return room && !isForTests(from) ? objectionToPackage(room, specifier) : undefined;
}

function objectionToRoom(from, room, to) {
  if (isTesting(to) && !isForTests(from)) return `${to} is for tests.`;
  if (!room) return undefined;
  const target = roomOf(to);
  if (target === undefined) return `${to} is in no room of the instance.`;
  const aside = objectionToFeature(featureOf(from), featureOf(to), to) ?? objectionInCore(from, to);
  if (aside) return aside;
  const { imports } = ROOMS[room];
  const home = target === "schemas" ? [homeOf(from), homeOf(to)] : [room, target];
  if (imports.includes(target) || home[0] === home[1] || ROOMS[home[0]].imports.includes(home[1])) return undefined;
  return `The arrow: ${room} imports ${imports.join(", ") || "nothing else"}, not ${target}.`;
}

function objectionToFeature(from, to, path) {
  if (!to || to === from) return undefined;
  if (from) return `The arrow: a feature never imports another one (${to}). They meet in app, or on the bus.`;
  if (roomOf(path) === "feature client") return undefined;
  const door = /^lib\/features\/[^/]+(\/(index|types|events|([a-z-]+-)?(schemas|words)))?$/.test(path);
  return door ? undefined : `The door of a feature is its index.ts: import @/lib/features/${to}.`;
}

function objectionToPackage(room, specifier) {
  const { packages = [], except = [] } = ROOMS[room];
  if (except.includes(specifier)) return undefined;
  const named = packages.some((name) =>
    name.endsWith(":") ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
  );
  return named ? `The arrow: ${room} does without ${specifier}.` : undefined;
}

/** The top room of `path`, such as lib/core for a schemas.ts in it. */
const homeOf = (path) => /^lib\/[^/]+|^[^/]+/.exec(path)[0];

const isTesting = (path) => /(^|\/)testing(\/|\.ts$|$)/.test(path);
