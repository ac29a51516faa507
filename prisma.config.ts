import { defineConfig } from "prisma/config";

// For the Prisma CLI alone (`prisma migrate deploy` by an operator, `prisma generate` in the build); the product itself
// is handed its connection string by apps/api.
const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url === undefined ? {} : { datasource: { url } }),
});
