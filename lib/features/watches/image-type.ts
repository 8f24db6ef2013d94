/** What is shown as an image: nothing that can hold scripts, such as SVG. */
export const IMAGE_TYPES = ["image/avif", "image/webp", "image/png", "image/jpeg", "image/gif"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** The type of an image by its first bytes, whatever its server says; undefined for what is none of those shown. */
export function imageTypeOf(body: Buffer): ImageType | undefined {
  const head = body.subarray(0, 64).toString("latin1");
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  if (/^RIFF[^]{4}WEBP/.test(head)) return "image/webp";
  return isAvif(body, head) ? "image/avif" : undefined;
}

/** ISO base media: a first box of brands, among them AVIF's. */
const isAvif = (body: Buffer, head: string): boolean => {
  if (head.slice(4, 8) !== "ftyp") return false;
  const brands = head.slice(8, Math.min(64, body.readUInt32BE(0))).match(/[^]{4}/g) ?? [];
  return brands.some((brand, at) => at !== 1 && (brand === "avif" || brand === "avis"));
};
