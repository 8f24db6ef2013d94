import type { ReactNode } from "react";
import { requestContext } from "@/app/page-context";
import { Shell } from "./shell";

/** The frame of members. To anyone else the page itself says where to sign in, as it knows the way back. */
export default async function MemberLayout({ children }: { children: ReactNode }) {
  const ctx = await requestContext();
  if (ctx.actor.kind !== "member") return children;
  return (
    <Shell ctx={ctx} me={ctx.actor}>
      {children}
    </Shell>
  );
}
