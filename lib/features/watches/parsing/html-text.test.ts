import { expect, test } from "vitest";
import { htmlToText } from "./html-text";
import { cleanText } from "./text";

const textOf = (html: string): string => cleanText(htmlToText(html));

test.each([
  ["<div><p>Oak <b>bench</b></p><p>&euro; 40 &amp; less</p></div>", "Oak bench\n\n€ 40 & less"],
  ["<div><p>One<p>Two<br>Three</div>", "One\n\nTwo\nThree"],
  ["<p>One</p><p>Two</p>", "One\n\nTwo"],
  ["Oak<p hidden>not this</p><br>bench", "Oak\nbench"],
  ["<ul><li>Oak<li>Elm</ul>", "Oak\n\nElm"],
  ["A List<String> and 1 < 2", "A List<String> and 1 < 2"],
  ["<![CDATA[Oak <i>bench</i>]]>", "Oak bench"],
  ["<html><body><div>Oak<!-- not this --><p hidden>nor this</p></div></body></html>", "Oak"],
  ["Oak</div> bench <b>unclosed", "Oak bench unclosed"],
])("reads %s", (html, text) => {
  expect(textOf(html)).toBe(text);
});
