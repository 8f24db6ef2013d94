/* oxlint-disable nextjs/no-img-element -- pictures of a page come through this instance, in the size they have there */
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the branches of a tree are groups, which no element is */

import type { ReactNode } from "react";
import type { OutlineNode } from "@/lib/features/watches/source-schemas";

const INLINE = new Set(["text", "link", "strong", "deleted", "button", "image"]);

/**
 * An element of a page in a form of our own: nothing of its style, nothing that runs, no link that leads anywhere. What is
 * picked is marked from outside, so that thousands of these are drawn once.
 */
export function OutlineItem({ node }: { node: OutlineNode }) {
  const { ref, tag, level } = node;
  const Tag = INLINE.has(tag) ? "span" : "div";
  return (
    <Tag role="treeitem" aria-selected={false} tabIndex={-1} data-ref={ref} data-tag={tag} data-level={level}>
      <Content node={node} />
    </Tag>
  );
}

function Content({ node: { tag, text, image, children = [] } }: { node: OutlineNode }): ReactNode {
  if (image) return <img src={image} alt={text || "Image"} loading="lazy" decoding="async" draggable={false} />;
  if (tag === "image") return "Image";
  const [only] = children;
  // A lone text is its element: one thing to pick, not two.
  if (children.length === 1 && only?.tag === "text") return <span dir="auto">{only.text}</span>;
  if (children.length === 0) return <span dir="auto">{text}</span>;
  const Group = INLINE.has(tag) ? "span" : "div";
  return (
    <Group role="group">
      {children.map((child) => (
        <OutlineItem key={child.ref} node={child} />
      ))}
    </Group>
  );
}
