"use client";

import { Smartphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { DeviceItem } from "@/components/settings/device-item";
import { Button } from "@/components/ui/button";
import { Ago, Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { readThisBrowser, signOffBrowser, signUpBrowser, type ThisBrowser } from "@/lib/client/push-browser";
import type { BrowserList, BrowserView } from "@/lib/core/notifications/push/push-schemas";

/** The browsers that take push messages, and whether this one does. */
export function PushSection({ browsers }: { browsers: BrowserList }) {
  const [here, setHere] = useState<ThisBrowser>({ state: "asking" });
  const look = useCallback(() => void readThisBrowser().then(setHere), []);
  useEffect(look, [look]);
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
          <SignUp browsers={browsers} isReady={here.state === "able"} isSignedUp={isSignedUp} onDone={look} />
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

type SignUpProps = { browsers: BrowserList; isReady: boolean; isSignedUp: boolean; onDone: () => void };

function SignUp({ browsers, isReady, isSignedUp, onDone }: SignUpProps) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const signUp = () =>
    attempt("This browser was not signed up", async () => {
      await signUpBrowser(browsers);
      toast({ title: "This browser takes push messages now" });
      onDone();
      router.refresh();
    });
  return (
    <Button
      look={isSignedUp ? "plain" : "primary"}
      disabled={!isReady || isSignedUp}
      pending={pending}
      onClick={signUp}
    >
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
  const button = (
    <Button look="plain" size="sm" pending={pending} onClick={signOff}>
      Sign off<span className="sr-only"> {name}</span>
    </Button>
  );
  return (
    <DeviceItem icon={Smartphone} name={name} here={isHere && "This browser"} action={button}>
      <p className="text-faint text-xs">
        Since <Moment at={browser.createdAt} />
        {browser.lastUsedAt && (
          <>
            {" · last message "}
            <Ago at={browser.lastUsedAt} />
          </>
        )}
      </p>
    </DeviceItem>
  );
}
