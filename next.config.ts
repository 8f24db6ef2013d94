import type { NextConfig } from "next";

const config: NextConfig = {
  assetPrefix: process.env.CDN_URL || undefined,
  poweredByHeader: false,
  reactStrictMode: true,
  // Pages and, for API_MOUNT=next, endpoints are loaded when first asked for: see docs/decisions/039.
  experimental: { preloadEntriesOnStart: false, turbopackFileSystemCacheForBuild: false },
  serverExternalPackages: [
    "pg",
    "pino",
    "pino-pretty",
    "redis",
    "@prisma/client",
    "@prisma/adapter-pg",
    "socket.io",
    "@upstash/redis",
    "@upstash/ratelimit",
    "undici",
  ],
  typescript: { ignoreBuildErrors: true },
};

export default config;
