import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { RoomIcon } from "./room-sign";

type Line = { name: string; id: string; time: string; text: ReactNode };

const lines: Line[] = [
  { name: "Noor", id: "noor-7", time: "18:02", text: "Doors open at seven. Who brings the long cables?" },
  {
    name: "Jonas Weber",
    id: "jonas-2",
    time: "18:02",
    text: (
      <>
        Have two in the van. <span className="rounded-sm bg-signal-soft px-1 font-medium text-signal-ink">@mia</span>{" "}
        can you take the mixer?
      </>
    ),
  },
  { name: "Mia Okafor", id: "mia-19", time: "18:03", text: "Already on the tram with it." },
];

/** A room as members see it, drawn with sample words. Decoration: hidden from screen readers. */
export function SampleRoom() {
  return (
    <div aria-hidden="true" className="overflow-hidden rounded-xl border border-line bg-surface shadow-pop">
      <div className="flex items-center gap-2 border-line border-b px-5 py-3.5">
        <RoomIcon kind="public" className="text-faint" />
        <span className="font-semibold">stage-crew</span>
        <Badge tone="accent" className="ml-auto">
          <span className="size-1.5 rounded-full bg-ok" />
          14 here
        </Badge>
      </div>
      <div className="flex flex-col gap-4 px-5 py-5">
        {lines.map((line) => (
          <div key={line.id} className="flex gap-3">
            <Avatar name={line.name} id={line.id} />
            <div>
              <p className="flex items-baseline gap-2">
                <span className="font-semibold text-sm">{line.name}</span>
                <span className="text-faint text-xs tabular-nums">{line.time}</span>
              </p>
              <p>{line.text}</p>
            </div>
          </div>
        ))}
      </div>
      <div className="px-5 pb-5">
        <p className="mb-2 flex items-center gap-1.5 text-faint text-xs">
          <span className="size-1.5 animate-breathe rounded-full bg-accent" />
          Noor is typing
        </p>
        <div className="rounded-lg border border-line-strong px-4 py-2.5 text-faint text-sm">Write to stage-crew</div>
      </div>
    </div>
  );
}
