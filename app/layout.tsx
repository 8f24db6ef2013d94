import { Tooltip } from "@base-ui/react/tooltip";
import { GeistSans } from "geist/font/sans";
import { GeistSerifRegular } from "geist/font/serif/regular";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { isTheme, THEME_COOKIE } from "@/lib/client/theme-cookie";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Throng", template: "%s · Throng" },
  description: "Rooms where people talk live, in one application that one command starts.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1614" },
  ],
};

const fonts = `${GeistSans.variable} ${GeistSerifRegular.variable}`;

export default async function RootLayout({ children }: { children: ReactNode }) {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <html lang="en" data-theme={isTheme(chosen) ? chosen : undefined} className={fonts}>
      <body>
        <Tooltip.Provider delay={500}>
          <div className="page-root">{children}</div>
        </Tooltip.Provider>
      </body>
    </html>
  );
}
