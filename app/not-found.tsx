import type { Metadata } from "next";
import Link from "next/link";
import { MessagePage } from "@/components/layout/message-page";
import { buttonStyles } from "@/components/ui/button-styles";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage title="Nobody here" text="This page does not exist, or it is not open to you.">
      <Link href="/rooms" className={buttonStyles()}>
        Go to your rooms
      </Link>
    </MessagePage>
  );
}
