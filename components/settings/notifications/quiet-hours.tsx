"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember } from "@/lib/client/member";
import { saveSettings, useSettings } from "@/lib/client/settings";
import { useDeviceZone } from "@/lib/client/time";
import type { NotificationPreferences } from "@/lib/core/notifications/preferences/preferences-schemas";

type Quiet = NotificationPreferences["quietHours"];
type Props = { quietHours: Quiet; onChange: (quietHours: Quiet) => void };

const NIGHT = { from: "22:00", to: "07:00" };

/** Hours in which no mail and no push message comes. */
export function QuietHours({ quietHours, onChange }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label="Keep quiet at certain hours"
        description="Mails and push messages wait until they end; what you read by then is not sent. Security is not held back."
        checked={quietHours !== null}
        onChange={(on) => onChange(on ? NIGHT : null)}
      />
      {quietHours && <Hours quietHours={quietHours} onChange={onChange} />}
    </div>
  );
}

function Hours({ quietHours, onChange }: { quietHours: NonNullable<Quiet>; onChange: Props["onChange"] }) {
  const save = (side: "from" | "to", time: string) => {
    const next = { ...quietHours, [side]: time };
    if (time !== "" && next.from !== next.to) onChange(next);
  };
  return (
    <div className="grid grid-cols-2 gap-4 sm:max-w-sm">
      {(["from", "to"] as const).map((side) => (
        <Field
          key={side}
          label={side === "from" ? "From" : "Until"}
          name={side}
          type="time"
          required
          defaultValue={quietHours[side]}
          onBlur={(event) => save(side, event.currentTarget.value)}
        />
      ))}
    </div>
  );
}

/** Hours and mornings are those of a zone: the one that was chosen, else UTC, which is worth a word. */
export function ZoneHint() {
  const { settings } = useMember();
  const { timeZone } = useSettings();
  const device = useDeviceZone();
  const { pending, attempt } = useAttempt();
  if (timeZone)
    return <p className="text-faint text-xs">Hours and mornings are those of {timeZone.replaceAll("_", " ")}.</p>;
  if (device === "") return null;
  return (
    <Notice tone="warn">
      <p>No time zone is chosen, so hours and mornings count in UTC.</p>
      <Button
        look="plain"
        size="sm"
        pending={pending}
        className="mt-2"
        onClick={() => attempt("Not saved", () => saveSettings(settings, { timeZone: device }))}
      >
        Use {device.replaceAll("_", " ")}
      </Button>
    </Notice>
  );
}
