import { readFile } from "node:fs/promises";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { requiredScopesOf, SCOPES } from "../src/modules/access/index.js";
import { declaredSchema, printApiSchema } from "../src/server/schema.js";

describe("the schema", () => {
  it("is the committed one (npm run schema -w facenet-api writes it)", async () => {
    const committed = await readFile(new URL("../schema.graphql", import.meta.url), "utf8");
    expect(printApiSchema()).toBe(committed);
    expect(() => buildSchema(committed)).not.toThrow();
  });

  it("declares known scopes on every root field", () => {
    const schema = declaredSchema();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(fields.length).toBeGreaterThanOrEqual(10);
    for (const field of fields) {
      const scopes = requiredScopesOf(field) ?? [];
      expect(scopes.length, field.name).toBeGreaterThan(0);
      for (const scope of scopes) expect(SCOPES, field.name).toContain(scope);
    }
  });

  it("answers every operation with photos by a union whose failures all are Problems", () => {
    const schema = declaredSchema();
    for (const name of [
      "EnrollResult",
      "AddPhotosResult",
      "RemovePhotoResult",
      "DeletePersonResult",
      "VerifyResult",
      "WhoIsItResult",
      "DetectFacesResult",
      "SetSiteModelResult",
    ]) {
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
