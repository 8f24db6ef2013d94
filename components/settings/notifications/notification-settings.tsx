"use client";

import { Section } from "@/components/layout/section";
import { Choice } from "@/components/ui/choice";
import type { Digest, NotificationPreferences } from "@/lib/core/notifications/preferences/preferences-schemas";
import { ChannelMatrix } from "./channel-matrix";
import { QuietHours, ZoneHint } from "./quiet-hours";
import { usePreferences } from "./use-preferences";

const digests: { value: Digest; label: string; text: string }[] = [
  { value: "none", label: "As it happens", text: "A minute later, unless you read it first." },
  { value: "daily", label: "Every morning", text: "One mail at eight." },
  { value: "weekly", label: "Every Monday", text: "One mail at eight." },
];

/** What the member is told, over which channels and when. Every change holds at once. */
export function NotificationSettings({ first }: { first: NotificationPreferences }) {
  const { preferences, change } = usePreferences(first);
  const { choices, quietHours, digest } = preferences;
  return (
    <>
      <Section title="What you are told" lead="Push reaches the browsers you sign up below." flush>
        <ChannelMatrix
          choices={choices}
          locked={preferences.locked}
          onChange={(type, before, made) =>
            change(
              { ...preferences, choices: { ...choices, [type]: { ...before, ...made } } },
              { choices: { [type]: made } },
            )
          }
        />
      </Section>
      <Section title="When mails come">
        <Choice
          label="When mails come"
          name="digest"
          options={digests}
          value={digest}
          onChange={(next) => change({ ...preferences, digest: next }, { digest: next })}
          className="sm:grid-cols-3"
        />
      </Section>
      <Section title="Quiet hours">
        <div className="flex flex-col gap-4">
          <QuietHours
            quietHours={quietHours}
            onChange={(next) => change({ ...preferences, quietHours: next }, { quietHours: next })}
          />
          {(quietHours || digest !== "none") && <ZoneHint />}
        </div>
      </Section>
    </>
  );
}
