import { z } from "zod";

/** Counts the changes of a thing that two could change at once: whoever knows its number knows how it stands. From 1. */
export const Version = z.number().int().positive();
