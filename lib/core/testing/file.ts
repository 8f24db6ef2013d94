import type { Parts } from "@/lib/core/verb/file";

/** The bytes of a file that comes in parts. */
export async function bytesOf(parts: Parts): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(Buffer.from(part as string));
  return Buffer.concat(all);
}

/** The whole text of a file that comes in parts. */
export const textOf = async (parts: Parts): Promise<string> => (await bytesOf(parts)).toString("utf8");
