/**
 * Who may import whom. Each rule says why, because that is what one needs to know when it fails.
 * Packages are also closed by the `exports` of their package.json; these rules cover what `exports` cannot see.
 */

const DEMO = "^apps/api/scripts/(demo|lib/sample-portraits)\\.mjs$";
const TEST = "(\\.test\\.ts$|/test/|/vitest\\.config\\.ts$)";
/** Files of a feature module that speak GraphQL; every other file of a module is plain TypeScript. */
const TRANSPORT =
  "(\\.(resolver|type|input|result|args|enum|scalar|guard|graphql)\\.ts$|/(client-error|parse-input|requires-scope)\\.ts$)";
const PUBLIC_FACE = "/index\\.ts$";
const GRAPHQL =
  "(^|node_modules/)(@apollo/[^/]+|@as-integrations/[^/]+|graphql|graphql-scalars|type-graphql|express)(/|$)";
const DATABASE = "(^packages/db/|(^|node_modules/)(facenet-db|@prisma/[^/]+|prisma|pg)(/|$))";
/** Another workspace, by its folder or, where it has not been built, by its name. */
const workspacesOtherThan = (...own) =>
  `(^(packages|apps)/(?!(${own.map((folder) => folder.replace(/^(packages|apps)\//, "")).join("|")})/)|^facenet-[a-z]+(/|$))`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "core-stands-alone",
      comment:
        "facenet-core is the engine: no database, no HTTP, no other workspace. It must be usable and testable alone.",
      severity: "error",
      from: { path: "^packages/facenet-core/" },
      to: { path: [workspacesOtherThan("packages/facenet-core"), GRAPHQL, DATABASE] },
    },
    {
      name: "db-stands-alone",
      comment:
        "facenet-db stores bytes and rows and knows nothing of faces or GraphQL, so either side can change alone.",
      severity: "error",
      from: { path: "^packages/db/" },
      to: { path: [workspacesOtherThan("packages/db"), GRAPHQL] },
    },
    {
      name: "console-knows-the-schema-only",
      comment:
        "The console is a client like any other: it knows the API through apps/api/schema.graphql and imports no workspace.",
      severity: "error",
      from: { path: "^apps/console/" },
      to: { path: workspacesOtherThan("apps/console") },
    },
    {
      name: "cli-knows-the-engine-only",
      comment:
        "What faces does to a running server goes through its API, which checks keys and records what was done; at the files of the engine it may work itself.",
      severity: "error",
      from: { path: "^apps/cli/" },
      to: { path: ["^apps/(?!cli/)", GRAPHQL, DATABASE] },
    },
    {
      name: "no-deep-imports",
      comment:
        "A package is imported by its name, through its exports: what is inside may move without anybody noticing.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^(packages|apps)/[^/]+/", pathNot: ["^$1/$2/", "^packages/[^/]+/dist/"] },
    },
    {
      name: "no-relative-imports-across-packages",
      comment: "A package is imported by its name, not by a path out of one's own folder.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^(packages|apps)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] },
    },
    {
      name: "services-know-no-transport",
      comment:
        "Services, ports and the arithmetic beside them decide; GraphQL only carries. Import ports and facenet-core, and leave GraphQL classes to *.resolver.ts, *.type.ts, *.input.ts, *.result.ts.",
      severity: "error",
      from: { path: "^apps/api/src/modules/", pathNot: [TRANSPORT, PUBLIC_FACE, TEST] },
      to: {
        path: [GRAPHQL, "^apps/api/src/server/", `^apps/api/src/modules/.+${TRANSPORT}`],
      },
    },
    {
      name: "modules-know-no-database",
      comment:
        "A feature module names what it needs in a *.port.ts; src/adapters implements it. Nothing in src/modules imports Prisma, pg or facenet-db.",
      severity: "error",
      from: { path: "^apps/api/src/modules/", pathNot: TEST },
      to: { path: [DATABASE, "^apps/api/src/adapters/"] },
    },
    {
      name: "resolvers-are-private",
      comment: "A feature module does not use another one's resolver: what two need is a service, a port or a type.",
      severity: "error",
      from: { path: "^apps/api/src/modules/([^/]+)/", pathNot: TEST },
      to: { path: "^apps/api/src/modules/[^/]+/.+\\.resolver\\.ts$", pathNot: "^apps/api/src/modules/$1/" },
    },
    {
      name: "only-adapters-know-the-database",
      comment:
        "facenet-db is wired in src/main.ts and implemented against in src/adapters; everything else asks a port.",
      severity: "error",
      from: { path: "^apps/api/src/", pathNot: ["^apps/api/src/main\\.ts$", "^apps/api/src/adapters/", TEST] },
      to: { path: DATABASE },
    },
    {
      name: "native-runtimes-in-one-place",
      comment:
        "Only src/runtime executes networks: the rest of the engine sees plain numbers, and a runtime can be replaced.",
      severity: "error",
      from: {
        path: "^(packages|apps)/",
        pathNot: ["^packages/facenet-core/src/runtime/", "^packages/facenet-core/(test|bench)/", "\\.test\\.ts$"],
      },
      to: { path: "(^|node_modules/)(onnxruntime-(node|common)|@tensorflow/[^/]+)(/|$)" },
    },
    {
      name: "sharp-in-one-place",
      comment:
        "Only src/image decodes pictures, because only there are the limits on format, size and time. The demo and the load generator cut up the sample photos of a package, which nobody sends in.",
      severity: "error",
      from: {
        path: "^(packages|apps)/",
        pathNot: ["^packages/facenet-core/src/image/", TEST, "/bench/", "/e2e/", DEMO],
      },
      to: { path: "(^|node_modules/)(sharp|@img/[^/]+)(/|$)" },
    },
    {
      name: "vector-imports-nothing",
      comment: "src/vector is arithmetic on arrays: nothing outside it, so that it can be checked against naive loops.",
      severity: "error",
      from: { path: "^packages/facenet-core/src/vector/", pathNot: TEST },
      to: { pathNot: "^packages/facenet-core/src/vector/" },
    },
    {
      name: "geometry-imports-nothing",
      comment:
        "src/geometry is arithmetic on boxes and points: nothing outside it, so that it can be checked against naive loops.",
      severity: "error",
      from: { path: "^packages/facenet-core/src/geometry/", pathNot: TEST },
      to: { pathNot: "^packages/facenet-core/src/geometry/" },
    },
    {
      name: "training-has-its-own-door",
      comment:
        "src/training is exported as facenet-core/training, so that a server that only recognises loads none of it. The plain tripletLoss alone is in the main export.",
      severity: "error",
      from: { path: "^packages/facenet-core/src/(?!training/)", pathNot: TEST },
      to: {
        path: "^packages/facenet-core/src/training/",
        pathNot: "^packages/facenet-core/src/training/triplet-loss\\.ts$",
      },
    },
    {
      name: "no-cycles",
      comment:
        "Files that need each other are one file, or lack a third one. Cycles of types alone are harmless and allowed.",
      severity: "error",
      from: { path: "^(packages|apps|scripts)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-tests-in-products",
      comment: "What is shipped does not import tests.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: TEST },
      to: { path: "^(packages|apps)/[^/]+/(test/|.+\\.test\\.ts$)" },
    },
    {
      name: "no-unresolvable",
      comment: "An import that cannot be found also escapes every rule above. Has the workspace been built?",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^@tensorflow/tfjs-node$", "/dist/"] },
    },
    {
      name: "no-undeclared-dependencies",
      comment: "A package that is imported stands in the package.json of the workspace that imports it.",
      severity: "error",
      from: {
        path: "^(packages|apps)/",
        pathNot: [
          TEST,
          "/bench/",
          DEMO,
          "^apps/console/(e2e/|scripts/(build|codegen)\\.mjs$)",
          "^packages/facenet-core/scripts/compile-kernels\\.mjs$",
        ],
      },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "/dist/"] },
    exclude: {
      path: [
        "^apps/console/(\\.next|src/generated)/",
        "^(packages|apps)/[^/]+/(dist|networks|coverage|\\.turbo)/.+\\.map$",
      ],
    },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
