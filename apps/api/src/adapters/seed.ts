import { randomBytes } from "node:crypto";
import { type DefaultThresholds, NoReferenceCurveError } from "facenet-core";
import type { Database } from "facenet-db";
import { generateApiKey, hashApiKey, hintOf, SCOPES } from "../modules/access/index.js";
import type { ModelRecord } from "../modules/models/models.port.js";

/**
 * What a database needs to be of use: a site with a policy, and a key. Repeatable: each part is made only where it is
 * missing. @returns the key that was made up, to be shown this once; undefined when none was.
 */
export async function seed(
  db: Database,
  options: { model: ModelRecord; bootstrapApiKey: string | undefined },
): Promise<{ newApiKey: string | undefined }> {
  const [firstSite] = await db.sites.list();
  const site =
    firstSite ??
    (
      await db.sites.createWithPolicy({
        name: "Default site",
        policy: { ...startOf(options.model), author: "system" },
      })
    ).site;
  const addKey = (name: string, key: string) =>
    db.apiKeys.create({ siteIds: [site.id], name, keyHash: hashApiKey(key), hint: hintOf(key), scopes: SCOPES });

  const { bootstrapApiKey } = options;
  if (bootstrapApiKey !== undefined) {
    if ((await db.apiKeys.findByHash(hashApiKey(bootstrapApiKey))) === null) {
      await addKey("Bootstrap key", bootstrapApiKey);
    }
    return { newApiKey: undefined };
  }
  if ((await db.apiKeys.count()) > 0) return { newApiKey: undefined };
  const newApiKey = generateApiKey(randomBytes);
  await addKey("First key", newApiKey);
  return { newApiKey };
}

function startOf({ modelId, start }: ModelRecord): DefaultThresholds {
  if (start === null) throw new NoReferenceCurveError(modelId);
  return start.thresholds;
}
