import { type ComponentProps, memo } from "react";
import Markdown, { type Options } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { messageSchema, rehypeMentions, rehypeSimplify } from "@/lib/features/rooms/client/rehype-message";

type Props = { body: string /** Whose mentions stand out. */; me: string };

const remarkPlugins: Options["remarkPlugins"] = [[remarkGfm, { singleTilde: false }]];
const rehypePlugins: Options["rehypePlugins"] = [rehypeSimplify, [rehypeSanitize, messageSchema], rehypeMentions];
const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

/** The words of a message: a safe part of Markdown. */
export const MessageBody = memo(function MessageBody({ body, me }: Props) {
  return (
    <div className="prose-message">
      <Markdown
        remarkPlugins={remarkPlugins}
        rehypePlugins={rehypePlugins}
        components={{ a: Anchor, span: mentionOf(me) }}
      >
        {body}
      </Markdown>
    </div>
  );
});

function Anchor({ href, children }: ComponentProps<"a">) {
  if (!href || !SAFE_LINK.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener nofollow ugc">
      {children}
    </a>
  );
}

const mentionComponents = new Map<string, (props: ComponentProps<"span">) => React.ReactNode>();

/** The same component for the same reader: a new one each time would draw every mention anew. */
function mentionOf(me: string) {
  const made =
    mentionComponents.get(me) ??
    ((props: ComponentProps<"span"> & { "data-mention"?: string }) => {
      const isMe = props["data-mention"]?.toLowerCase() === me.toLowerCase();
      const tone = isMe ? "bg-signal-soft text-signal-ink" : "bg-accent-soft text-accent-ink";
      return <span className={`rounded-sm px-1 py-px font-medium ${tone}`}>{props.children}</span>;
    });
  mentionComponents.set(me, made);
  return made;
}
