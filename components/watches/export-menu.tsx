"use client";

import { Download, FileJson, FileText } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuLink } from "@/components/ui/menu";

type Choice = { format: string; label: string };
type Props = {
  /** What is taken along, for those who do not see the sign: "Export watches". */
  label: string;
  /** The endpoint, with its query if it has one. */
  path: string;
  choices: readonly Choice[];
};

/** The ways to take something along as a file. */
export function ExportMenu({ label, path, choices }: Props) {
  const joint = path.includes("?") ? "&" : "?";
  return (
    <Menu
      trigger={
        <Button look="plain" aria-label={label}>
          <Download aria-hidden="true" />
          <span className="max-sm:hidden">Export</span>
        </Button>
      }
    >
      {choices.map(({ format, label }) => (
        <MenuLink key={format} href={`/api/v1${path}${joint}format=${format}`} download>
          {signs[format] ?? <FileText aria-hidden="true" />}
          {label}
        </MenuLink>
      ))}
    </Menu>
  );
}

const signs: Record<string, ReactNode> = { json: <FileJson aria-hidden="true" /> };
