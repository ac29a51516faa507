import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  reactCompiler: true,
  // The repository's own check reads the types; Next would read them a second time and rewrite tsconfig.json.
  typescript: { ignoreBuildErrors: true, tsconfigPath: "tsconfig.json" },
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks"] },
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
};

export default config;
