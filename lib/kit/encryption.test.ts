import { expect, test } from "vitest";
import { decrypt, encrypt, makeSteadyCipher } from "./encryption";

const SECRET = "a secret of at least 32 characters";
const cipher = makeSteadyCipher(SECRET, "pictures");

test("encrypts anew each time, and reads it again", () => {
  const [one, other] = [encrypt("Grüße", SECRET, "a"), encrypt("Grüße", SECRET, "a")];
  expect(one).not.toBe(other);
  expect([one, other].map((text) => decrypt(text, SECRET, "a"))).toEqual(["Grüße", "Grüße"]);
  expect(decrypt(one, SECRET, "b")).toBeUndefined();
});

test("a steady cipher encrypts the same text to the same result, and others to others", () => {
  expect(cipher.encrypt("https://a.example/ü")).toBe(
    makeSteadyCipher(SECRET, "pictures").encrypt("https://a.example/ü"),
  );
  const results = Array.from({ length: 1_000 }, (_, at) => cipher.encrypt(`https://a.example/${at}`));
  expect(new Set(results.map((result) => result.slice(0, 16))).size).toBe(1_000);
  expect(cipher.decrypt(results[7] ?? "")).toBe("https://a.example/7");
});

test("a steady cipher reads nothing that it did not encrypt", () => {
  const made = cipher.encrypt("https://a.example/");
  const changed = [...made].map((_, at) => made.slice(0, at) + (made[at] === "A" ? "B" : "A") + made.slice(at + 1));
  // Base64 has bits to spare in its last digit.
  const read = changed.slice(0, -1).map((one) => cipher.decrypt(one));
  expect(new Set(read)).toEqual(new Set([undefined]));
  for (const one of ["", "A", made.slice(1), `${made}AAAA`]) expect(cipher.decrypt(one)).toBeUndefined();
  expect(makeSteadyCipher(SECRET, "other").decrypt(made)).toBeUndefined();
  expect(makeSteadyCipher(`another ${SECRET}`, "pictures").decrypt(made)).toBeUndefined();
});
