"use client";

import { Smartphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Ago, Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { canPush, ownEndpointHash, signOffBrowser, signUpBrowser } from "@/lib/client/push-browser";
import type { BrowserList, BrowserView } from "@/lib/core/notifications/push-schemas";

/** What this browser is: not known yet, without push, or known by the hash of its endpoint once it is signed up. */
type Here = { state: "asking" | "unable" | "able"; hash?: string };

/** The browsers that take push messages, and whether this one does. */
export function PushSection({ browsers }: { browsers: BrowserList }) {
  const [here, setHere] = useState<Here>({ state: "asking" });
  useEffect(() => {
    if (!canPush()) return setHere({ state: "unable" });
    ownEndpointHash().then(
      (hash) => setHere({ state: "able", hash }),
      () => setHere({ state: "unable" }),
    );
  }, [browsers]);
  const isSignedUp = browsers.items.some(({ endpointHash }) => endpointHash === here.hash);
  return (
    <>
      <div className="px-5 pb-5">
        {here.state === "unable" ? (
          <p className="text-soft text-sm">
            This browser takes no push messages here. Most do once the page comes over https; on an iPhone, add it to
            the home screen first.
          </p>
        ) : (
          <SignUp browsers={browsers} disabled={here.state === "asking" || isSignedUp} isSignedUp={isSignedUp} />
        )}
      </div>
      {browsers.items.length > 0 && (
        <ul className="divide-y divide-line border-line border-t">
          {browsers.items.map((browser) => (
            <Line key={browser.id} browser={browser} isHere={browser.endpointHash === here.hash} />
          ))}
        </ul>
      )}
    </>
  );
}

function SignUp({ browsers, disabled, isSignedUp }: { browsers: BrowserList; disabled: boolean; isSignedUp: boolean }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const signUp = () =>
    attempt("This browser was not signed up", async () => {
      await signUpBrowser(browsers);
      toast({ title: "This browser takes push messages now" });
      router.refresh();
    });
  return (
    <Button look={isSignedUp ? "plain" : "primary"} disabled={disabled} pending={pending} onClick={signUp}>
      {isSignedUp ? "This browser is signed up" : "Get push messages on this browser"}
    </Button>
  );
}

function Line({ browser, isHere }: { browser: BrowserView; isHere: boolean }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const name = `${browser.browser} on ${browser.system}`;
  const signOff = () =>
    attempt("Not signed off", async () => {
      await signOffBrowser(browser);
      toast({ title: `${name} takes no push messages any more` });
      router.refresh();
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5">
      <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-[32%] bg-hover text-soft">
        <Smartphone aria-hidden="true" className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-sm">
          {name}
          {isHere && <Badge tone="accent">This browser</Badge>}
        </p>
        <p className="text-faint text-xs">
          Since <Moment at={browser.createdAt} />
          {browser.lastUsedAt && (
            <>
              {" · last message "}
              <Ago at={browser.lastUsedAt} />
            </>
          )}
        </p>
      </div>
      <Button look="plain" size="sm" pending={pending} onClick={signOff}>
        Sign off<span className="sr-only"> {name}</span>
      </Button>
    </li>
  );
}
