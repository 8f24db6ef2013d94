"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { words } from "@/components/words";
import type { Channel, Channels } from "@/lib/core/notifications/types";

const channels: { channel: Channel; name: string }[] = [
  { channel: "in_app", name: "In the app" },
  { channel: "email", name: "Mail" },
  { channel: "push", name: "Push" },
];

type Choices = Readonly<Record<string, Channels>>;
type Props = {
  choices: Choices;
  /** Channels that cannot be switched off, by type. */
  locked: Readonly<Record<string, readonly Channel[]>>;
  onChange: (type: string, before: Channels, change: Partial<Channels>) => void;
};

/** The types to choose for, in the order of their words. */
const rowsOf = (choices: Choices) =>
  [...new Set([...words.types.map(({ type }) => type), ...Object.keys(choices)])].flatMap((type) => {
    const row = choices[type];
    return row ? { type, row, ...words.notification(type) } : [];
  });

/** What is told over which channel: a row a type, a column a channel. */
export function ChannelMatrix({ choices, locked, onChange }: Props) {
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
        {rowsOf(choices).map(({ type, row, name, text }) => (
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
                    checked={row[channel]}
                    disabled={locked[type]?.includes(channel) ?? false}
                    onChange={(on) => onChange(type, row, { [channel]: on })}
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
