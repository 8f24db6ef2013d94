import type { Metadata } from "next";
import { HOME } from "@/app/home";
import { MessagePage } from "@/components/layout/message-page";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage title="Nobody here" text="This page does not exist, or it is not open to you.">
      <Link href={HOME.href} className={buttonStyles()}>
        Go to your rooms
      </Link>
    </MessagePage>
  );
}
