import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MessageBody } from "./message-body";

/** The HTML of a message without its frame and without classes. */
const html = (body: string) =>
  renderToStaticMarkup(<MessageBody body={body} me="ada" />)
    .replace(/^<div class="prose-message">|<\/div>$/g, "")
    .replaceAll(/ class="[^"]*"/g, "")
    .replaceAll("\n", " ");

describe("MessageBody", () => {
  it.each([
    ["**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>"],
    ["- a\n- b", "<ul> <li>a</li> <li>b</li> </ul>"],
    ["> said", "<blockquote> <p>said</p> </blockquote>"],
    ["```\nx < y\n```", "<pre><code>x &lt; y </code></pre>"],
    ["# Big", "<p><strong>Big</strong></p>"],
  ])("draws %j", (body, expected) => expect(html(body)).toBe(expected));

  it("opens links elsewhere and tells nobody", () => {
    const link = '<a href="https://example.org" target="_blank" rel="noopener nofollow ugc">x</a>';
    expect(html("[x](https://example.org)")).toBe(`<p>${link}</p>`);
    expect(html("![x](https://example.org)")).toBe(`<p>${link}</p>`);
    expect(html("mail to mailto:a@example.org")).toContain('href="mailto:a@example.org"');
  });

  it.each([
    "[x](javascript:alert(1))",
    "[x](data:text/html,1)",
    "[x](/admin)",
    "[x](//evil.example)",
    "![x](javascript:alert(1))",
    '<img src="x" onerror="alert(1)">',
    "<script>alert(1)</script>",
    '<a href="https://example.org" onclick="alert(1)">x</a>',
  ])("lets nothing dangerous through in %j", (body) => {
    expect(html(body)).not.toMatch(/<(?:a|img|script)\b/);
  });

  it("shows HTML as the text it is", () => {
    expect(html("a <b>bold</b> claim")).toBe("<p>a &lt;b&gt;bold&lt;/b&gt; claim</p>");
  });

  it("marks mentions in the text, not in code, links or emails", () => {
    expect(html("hi @bob.")).toBe("<p>hi <span>@bob</span>.</p>");
    expect(html("`@bob` mail@bob.example")).not.toContain("<span>@bob");
    expect(renderToStaticMarkup(<MessageBody body="@ADA" me="ada" />)).toContain("signal");
    expect(renderToStaticMarkup(<MessageBody body="@bob" me="ada" />)).not.toContain("signal");
  });
});
