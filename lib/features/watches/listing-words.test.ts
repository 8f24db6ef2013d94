import { expect, test } from "vitest";
import { pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { searchQuery, searchText } from "./listing-words";

testDatabase();

const OWNER = newId();
const listing = (title: string, rest: { text?: string; note?: string } = {}) => ({
  title,
  text: "",
  note: "",
  ...rest,
});

/** Whether PostgreSQL finds a listing of `OWNER` by what somebody types. */
async function finds(title: string, q: string, asker = OWNER): Promise<boolean> {
  const { rows } = await pool().query<{ found: boolean }>(
    "SELECT to_tsvector('simple', $1) @@ to_tsquery('simple', $2) AS found",
    [searchText(OWNER, listing(title)), searchQuery(asker, q)],
  );
  return rows[0]?.found === true;
}

test.each([
  ["Crème brûlée", "creme brulee"],
  ["creme brulee", "CRÈME BRÛLÉE"],
  ["Große Straße", "grosse strasse"],
  ["STRASSE", "straße"],
  ["Łódź", "lodz"],
  ["Smørrebrød på Ørsted", "smorrebrod"],
  ["Đorđe", "dorde"],
  ["İstanbul ışık", "istanbul isik"],
  ["Æon œuvre", "aeon oeuvre"],
  ["Cafe\u0301", "café"],
  ["Кофеварка Ёлка", "ёлка"],
  ["Кофеварка елка", "Ёлка"],
  ["Ελληνικός καφές", "ελληνικοσ ΚΑΦΕΣ"],
  ["קָפֶה שחור", "קפה"],
  ["قَهْوَةٌ عربية", "قهوه"],
  ["أحمد", "احمد"],
  ["سعر ٣٥٠", "350"],
  ["हिन्दी किताब", "किताब"],
  ["தமிழ் புத்தகம்", "புத்தகம்"],
  ["东京塔咖啡机", "京塔"],
  ["东京塔咖啡机", "咖啡机"],
  ["东京塔咖啡机", "咖"],
  ["ﾊﾝｶｸｶﾀｶﾅのコーヒー", "ハンカクカタカナ"],
  ["コーヒーメーカー", "ヒー"],
  ["ガンダム 限定版", "ガンダム"],
  ["아이폰이 새로 나왔다", "이폰"],
  ["กาแฟสดใหม่", "แฟ"],
  ["ကော်ဖီ", "ကော်"],
  ["iPhone15用ケース", "iphone15 ケース"],
  ["iPhone 15 Pro (256GB)", "iphone 15 pr"],
  ["Ｗｉｄｅ ｌｅｔｔｅｒｓ", "wide letters"],
  ["𝔊𝔬𝔱𝔥𝔦𝔠 ﬁsh", "gothic fish"],
  ["RTX-4090/24G", "rtx-4090"],
  ["user@example.com v1.2.3 a/b/c.txt -5 1e5", "example 1e5 txt"],
  ["soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"],
])("finds %j by %j", async (title, q) => {
  expect(await finds(title, q)).toBe(true);
});

test.each([
  ["Coffee maker", "tea"],
  ["Coffee maker", "cof maker"],
  ["Coffee maker", "offee"],
  ["东京塔", "京东"],
  ["กาแฟสด", "แฟก"],
])("does not find %j by %j", async (title, q) => {
  expect(await finds(title, q)).toBe(false);
});

test("finds the beginning of the last word alone, and all words in any order", async () => {
  expect(await finds("Coffee maker", "maker cof")).toBe(true);
});

test("finds words of the text and the note, and none of another owner", async () => {
  expect(searchText(OWNER, listing("One", { text: "two", note: "three" })).split(" ")).toHaveLength(3);
  expect(await finds("Coffee", "coffee", newId())).toBe(false);
});

test.each(["", "  ", "!!!", "&|!():*<->'\\", "\u0301", "\ud800", "👍"])("names no word in %j", (q) => {
  expect(searchQuery(OWNER, q)).toBeNull();
});

test("takes nothing typed for syntax", async () => {
  for (const q of [
    "coffee & !maker",
    "coffee | tea",
    "'coffee':*",
    "coffee <-> maker:AB",
    "\\coffee\\ (((",
    "a\u0000coffee",
  ]) {
    expect(await finds("a coffee tea maker ab", q)).toBe(true);
  }
});

test("every word stays one word in PostgreSQL, whoever owns it", async () => {
  const text = "coffee 15pro 1e5 0x1f 3d 007 ёлка קפה किताब 东京 กาแฟ 𠀋𠀋 ๆ 2nd e5 ½ ² ⅷ x².";
  for (let round = 0; round < 200; round++) {
    const made = searchText(newId(), listing(text));
    const { rows } = await pool().query<{ words: string[] }>(
      "SELECT tsvector_to_array(to_tsvector('simple', $1)) AS words",
      [made],
    );
    expect(rows[0]?.words.toSorted()).toEqual([...new Set(made.split(" "))].toSorted());
  }
});

test("keeps long texts and long words short", () => {
  const made = searchText(OWNER, listing("京".repeat(9_000), { text: "a".repeat(9_000), note: "ﷺ".repeat(9_000) }));
  expect(made.length).toBeLessThan(400_000);
  expect(searchQuery(OWNER, "京都".repeat(60))?.split(" & ").length).toBeLessThanOrEqual(40);
});
