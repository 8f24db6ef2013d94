import { cn } from "@/components/ui/cn";

const HEIGHT = 220;
const STEP = 40;
const PERSON = 34;
const PEOPLE = 15;
const TILE = PEOPLE * STEP;
const TILES = 8;

/** Heights that look casual, never change, and meet at the edges of the tile: two waves that fit into it. */
function heightAt(index: number, row: number): number {
  const turn = (index / PEOPLE) * 2 * Math.PI;
  return 72 + row * 26 + Math.round(21 * Math.sin(turn * 4 + row * 2.3) + 15 * Math.sin(turn * 7 + row * 4.1));
}

function Row({ row, className }: { row: number; className: string }) {
  return Array.from({ length: PEOPLE }, (_, index) => {
    const height = heightAt(index, row);
    return (
      <rect
        key={`${row}-${index * STEP}`}
        className={className}
        x={index * STEP + (row % 2) * (STEP / 2)}
        y={HEIGHT - height}
        width={PERSON}
        height={height + PERSON}
        rx={PERSON / 2}
      />
    );
  });
}

/** A crowd seen from behind, in three rows; one of them has the word. Decoration. */
export function Crowd({ className }: { className?: string }) {
  return (
    <svg
      viewBox={`0 0 ${TILE * TILES} ${HEIGHT}`}
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className={cn("block w-full shrink-0", className)}
    >
      <symbol id="crowd" overflow="visible">
        <Row row={2} className="fill-accent opacity-35" />
        <Row row={1} className="fill-accent opacity-60" />
        <Row row={0} className="fill-accent" />
      </symbol>
      {Array.from({ length: TILES }, (_, tile) => (
        <use key={`tile-${tile * TILE}`} href="#crowd" x={tile * TILE} />
      ))}
      <circle className="fill-signal" cx={(TILE * TILES) / 2 + PERSON / 2} cy={HEIGHT - heightAt(0, 2) - 22} r="12" />
    </svg>
  );
}
