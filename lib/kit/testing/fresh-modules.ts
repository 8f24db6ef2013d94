import { vi } from "vitest";
import { forgetAll } from "@/lib/kit/remember";

/** What belongs to a package, of which there is one for the process: Prisma's engine takes one WebAssembly. */
const KEPT = ["schema-engine"];

/**
 * Test files share a process, whose packages are loaded once; the project's own modules and what they remember are made
 * anew for each file.
 */
forgetAll(KEPT);
vi.resetModules();
