import type { NextConfig } from "next";

const config: NextConfig = {
  assetPrefix: process.env.CDN_URL || undefined,
  poweredByHeader: false,
  reactStrictMode: true,
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
  ],
  typescript: { ignoreBuildErrors: true },
};

export default config;
