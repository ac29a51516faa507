import { readFile } from "node:fs/promises";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { declaredSchema, printApiSchema } from "../src/server/schema.js";

describe("the schema", () => {
  it("is the committed one (npm run schema -w facenet-api writes it)", async () => {
    const committed = await readFile(new URL("../schema.graphql", import.meta.url), "utf8");
    expect(printApiSchema()).toBe(committed);
    expect(() => buildSchema(committed)).not.toThrow();
  });

  it("answers operations by unions of one success and Problems", () => {
    const schema = declaredSchema();
    const unions = Object.keys(schema.getTypeMap()).filter((name) => name.endsWith("Result"));
    expect(unions.length).toBeGreaterThan(15);
    for (const name of unions) {
      const union = schema.getType(name);
      if (union === undefined || !("getTypes" in union)) throw new Error(`${name} is not a union`);
      const [success, ...others] = union
        .getTypes()
        .filter((type) => !type.getInterfaces().some((implemented) => implemented.name === "Problem"));
      expect(success, name).toBeDefined();
      expect(others, name).toEqual([]);
    }
  });
});
