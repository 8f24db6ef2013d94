import { vi } from "vitest";

/** What belongs to a package, of which there is one for the process: Prisma's engine takes one WebAssembly. */
const STAYS = "schema-engine";

/**
 * Test files share a process, whose packages are loaded once; the project's own modules and what they remember are made
 * anew for each file.
 */
const shared = globalThis as { throngShared?: Map<string, unknown> };
const engine = shared.throngShared?.get(STAYS);
shared.throngShared = new Map(engine === undefined ? [] : [[STAYS, engine]]);
vi.resetModules();
