import { generateKeyPairSync, sign } from "node:crypto";

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), body]);
};
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);

/** A certificate for `name` that nobody has signed but itself, with its key, both in PEM (RFC 5280). */
export function makeCertificate(name: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const commonName = der(0x06, Buffer.from([0x55, 0x04, 0x03]));
  const named = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))));
  const ecdsaWithSha256 = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
  const day = (year: string) => der(0x18, Buffer.from(`${year}0101000000Z`));
  const toSign = sequence(
    ...[der(0x02, Buffer.from([1])), ecdsaWithSha256, named, sequence(day("2020"), day("2120")), named],
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toSign, privateKey));
  const text = sequence(toSign, ecdsaWithSha256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
  };
}
