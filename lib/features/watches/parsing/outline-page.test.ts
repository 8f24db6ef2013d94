import { expect, test } from "vitest";
import { outlinePage } from "./outline-page";
import type { OutlineNode } from "./types";

const outline = (html: string) =>
  outlinePage({ bytes: Buffer.from(html), contentType: "text/html; charset=utf-8", url: "https://yard.example/shop/" });

const nodesOf = (node: OutlineNode): OutlineNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];
const withoutRefs = (node: OutlineNode): object => {
  const { children, ...rest } = node;
  const shown = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "ref"));
  return children ? { ...shown, children: children.map(withoutRefs) } : shown;
};

test("shows headings, lists, links, pictures, tables and what is struck out", () => {
  const { root } = outline(
    '<h2>Kitchen</h2><ul><li><a href="p/1">Kettle</a> <del>£80</del> <b>£59</b></li></ul><img src="i/1.jpg" alt="Blue"><table><tr><td>1</td><td>2</td></tr></table>',
  );
  const text = (one: string) => ({ tag: "text", text: one });
  expect(root.children?.map(withoutRefs)).toEqual([
    { tag: "heading", level: 2, children: [text("Kitchen")] },
    {
      ...{ tag: "list" },
      children: [
        {
          ...{ tag: "item" },
          children: [
            { tag: "link", href: "https://yard.example/shop/p/1", children: [text("Kettle")] },
            { tag: "deleted", children: [text("£80")] },
            { tag: "strong", children: [text("£59")] },
          ],
        },
      ],
    },
    { tag: "image", image: "https://yard.example/shop/i/1.jpg", text: "Blue" },
    {
      tag: "table",
      children: [{ tag: "row", children: ["1", "2"].map((one) => ({ tag: "cell", children: [text(one)] })) }],
    },
  ]);
});

test("shows nothing that could run, is hidden, or leads elsewhere than to a page", () => {
  const { root } = outline(
    '<script>alert(1)</script><style>p{}</style><p hidden>x</p><p style="display:none">y</p><iframe src="/z"></iframe><svg><text>s</text></svg><a href="javascript:alert(1)" onclick="x()">seen</a><img src="data:image/png;base64,AA"><img src="http://127.0.0.1/x.png">',
  );
  expect(nodesOf(root).flatMap(({ text }) => text ?? [])).toEqual(["seen"]);
  expect(JSON.stringify(root)).not.toMatch(/javascript|onclick|data:|127\.0\.0\.1/);
});

test("gives each node a ref of its own, the same every time", () => {
  const html = "<div><p>a <b>b</b> c</p><p>d</p></div>".repeat(20);
  const refs = nodesOf(outline(html).root).map(({ ref }) => ref);
  expect(new Set(refs).size).toBe(refs.length);
  expect(nodesOf(outline(html).root).map(({ ref }) => ref)).toEqual(refs);
});

test("is cut at 5,000 nodes and 60 levels, and says so", () => {
  const long = outline("<p>a</p>".repeat(10_000));
  expect([nodesOf(long.root).length <= 5_001, long.cut]).toEqual([true, true]);
  const depth = (node: OutlineNode): number => 1 + Math.max(0, ...(node.children ?? []).map(depth));
  const deep = outline("<ul><li>x".repeat(150));
  expect(depth(deep.root)).toBeLessThanOrEqual(62);
  expect(outline("<p>a</p>").cut).toBe(false);
});

test("knows the direction, and a page that needs scripts", () => {
  expect(outline('<html lang="ar"><p>نص</p>').direction).toBe("rtl");
  expect(outline('<html lang="ar" dir="ltr"><p>x</p>').direction).toBe("ltr");
  expect(outline('<div id="root"></div><script src="/a.js"></script>').needsJavaScript).toBe(true);
  expect(outline(`<p>${"Words for people. ".repeat(20)}</p><script src="/a.js"></script>`).needsJavaScript).toBe(false);
  expect(() => outline("<title>Access denied</title><h1>Access denied</h1>")).toThrow("did not let Throng in");
});
