"use client";

import { types } from "@/components/notifications/type-words";
import { Checkbox } from "@/components/ui/checkbox";
import type { NotificationType } from "@/lib/core/notifications/inbox/schemas";
import type { Channel, NotificationPreferences } from "@/lib/core/notifications/preferences/preferences-schemas";

const channels: { channel: Channel; name: string }[] = [
  { channel: "in_app", name: "In the app" },
  { channel: "email", name: "Mail" },
  { channel: "push", name: "Push" },
];

/** What endangers the account arrives in the app and by mail, whatever is chosen. */
const isLocked = (type: NotificationType, channel: Channel) => type === "security" && channel !== "push";

type Choices = NotificationPreferences["choices"];
type Props = { choices: Choices; onChange: (type: NotificationType, channel: Channel, on: boolean) => void };

/** What is told over which channel: a row a type, a column a channel. */
export function ChannelMatrix({ choices, onChange }: Props) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">What you are told, and how</caption>
      <thead>
        <tr className="border-line border-b text-faint text-xs">
          <th scope="col" className="py-2 pr-2 pl-5 text-left font-medium">
            What
          </th>
          {channels.map(({ channel, name }) => (
            <th key={channel} scope="col" className="w-14 px-1 py-2 font-medium last:pr-4 sm:w-20 sm:last:pr-5">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {types.map(({ type, name, text }) => (
          <tr key={type}>
            <th scope="row" className="py-3 pr-2 pl-5 text-left font-normal">
              <span className="font-medium">{name}</span>
              <span className="block text-faint text-xs">{text}</span>
            </th>
            {channels.map(({ channel, name: where }) => (
              <td key={channel} className="px-1 last:pr-4 sm:last:pr-5">
                <div className="flex justify-center">
                  <Checkbox
                    label={`${name}: ${where}`}
                    checked={choices[type]?.[channel] ?? false}
                    disabled={isLocked(type, channel)}
                    onChange={(on) => onChange(type, channel, on)}
                  />
                </div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
