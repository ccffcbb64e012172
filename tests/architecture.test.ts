import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * Who may import what, held for every file (architecture.md). Imports are read from the text: `import type` counts too, unless a rule
 * says that types are free.
 */
type Import = { file: string; target: string; isTypeOnly: boolean };

const sourceFiles = ["app", "db", "search", "emails", "scripts"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(folder, name))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts")),
);
const productFiles = sourceFiles.filter((file) => !/\.test\.tsx?$/.test(file));

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s+"([^"]+)"|(?:^|\n)import\s+"([^"]+)"/g,
    ),
  ];
  return found.map((match) => ({
    file,
    target: resolve(file, match[3] ?? match[4] ?? ""),
    isTypeOnly: match[1] !== undefined || /^\{\s*(type\s+\w+(\s+as\s+\w+)?\s*,?\s*)+\}$/.test(match[2] ?? ""),
  }));
}

/** `#app/x.ts` and relative paths become paths from the project's root; packages stay as they are. */
function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  return specifier;
}

const imports = productFiles.flatMap(importsOf);

function breaches(from: RegExp, isForbidden: (one: Import) => boolean): string[] {
  return imports.filter((one) => from.test(one.file) && isForbidden(one)).map((one) => `${one.file} -> ${one.target}`);
}

const isTest = (target: string) => target.startsWith("tests/");
const isServerFile = (target: string) => /\.server\.tsx?$/.test(target);

describe("the ids of a page", () => {
  it("U7: no form has the id of a section: its fields name the form by it, and the browser would find the section and send none", () => {
    const pages = productFiles.filter((file) => /^app\/routes\/.+\.tsx$/.test(file));
    const found = [...new Set(pages.map((file) => path.posix.dirname(file)))].flatMap((folder) => {
      const files = pages.filter((file) => path.posix.dirname(file) === folder);
      const text = files.map((file) => readFileSync(file, "utf8")).join("\n");
      const ids = new Set([...text.matchAll(/(?<![\w.])id="([^"]+)"/g)].map(([, id]) => id));
      const forms = [...text.matchAll(/useForm(?:<[^(]*>)?\(\{\s*id:\s*"([^"]+)"/g)].map(([, id]) => id);
      return forms.filter((id) => ids.has(id)).map((id) => `${folder}: ${id}`);
    });
    expect(found).toEqual([]);
  });
});

describe("who may import what", () => {
  it("nothing of the product imports tests, except the scripts that start the stand-ins", () => {
    expect(breaches(/^(app|db|search|emails)\//, (one) => isTest(one.target))).toEqual([]);
  });

  it("the pure domain imports pure domain, zod and China's calendar only", () => {
    const pure = /^app\/domain\/(?!.*\.server\.ts$).*\.ts$/;
    const isAllowed = (one: Import) =>
      /^(zod|chinese-days)$/.test(one.target) || (one.target.startsWith("app/domain/") && !isServerFile(one.target));
    expect(breaches(pure, (one) => !isAllowed(one))).toEqual([]);
  });

  it("domain commands and queries import pure domain, the schema, and ports as types: no HTTP, no React, no SDK, no database value", () => {
    const server = /^app\/domain\/.*\.server\.ts$/;
    const isAllowed = ({ target, isTypeOnly }: Import) =>
      target.startsWith("app/domain/") ||
      target.startsWith("db/schema/") ||
      /^drizzle-orm/.test(target) ||
      /^(zod|node:crypto|nzh\/cn|csv-stringify|pinyin-pro|write-excel-file\/node)$/.test(target) ||
      target === "app/files/process-image.server.ts" ||
      (isTypeOnly &&
        /^(db\/(client|sealer|bulk)\.server\.ts|app\/(register-files\/register-file|payments\/(payment-gateway|monthly-payments)|files\/file-store)\.ts)$/.test(
          target,
        ));
    expect(breaches(server, (one) => !isAllowed(one))).toEqual([]);
  });

  it("the schema imports drizzle, its columns and the enums of the pure domain", () => {
    const isAllowed = ({ target }: Import) =>
      /^drizzle-orm/.test(target) ||
      target.startsWith("db/schema/") ||
      target === "db/columns.server.ts" ||
      (target.startsWith("app/domain/") && !isServerFile(target));
    expect(breaches(/^db\/schema\//, (one) => !isAllowed(one))).toEqual([]);
  });

  it("search and emails import neither routes nor ui nor each other", () => {
    expect(breaches(/^search\//, ({ target }) => /^(app\/(routes|ui|http|jobs|auth)|emails)\//.test(target))).toEqual(
      [],
    );
    expect(breaches(/^emails\//, ({ target }) => /^(app\/(routes|ui|http|jobs|auth)|search)\//.test(target))).toEqual(
      [],
    );
  });

  it("payments import the SDK and the pure domain, no commands", () => {
    expect(
      breaches(/^app\/payments\//, ({ target }) => target.startsWith("app/domain/") && isServerFile(target)),
    ).toEqual([]);
  });

  it("only payments know Stripe", () => {
    const outside = breaches(/^(app|db|search|emails)\/(?!payments\/)/, ({ target }) => target === "stripe");
    expect(outside).toEqual([]);
  });

  it("routes and jobs do not reach for the database client as a value", () => {
    const isClient = ({ target, isTypeOnly }: Import) =>
      !isTypeOnly && /^(db\/client\.server\.ts|postgres)$/.test(target);
    expect(breaches(/^app\/(routes|jobs)\//, isClient)).toEqual([]);
  });

  it("ui imports nothing of the server, and routes of nobody", () => {
    expect(
      breaches(
        /^app\/ui\//,
        ({ target, isTypeOnly }) => !isTypeOnly && (isServerFile(target) || /^(db|search|emails)\//.test(target)),
      ),
    ).toEqual([]);
    expect(breaches(/^(app\/(?!routes\/)|db|search|emails)/, ({ target }) => target.startsWith("app/routes/"))).toEqual(
      [],
    );
  });

  it("the phone app imports pure domain, its words and idb: nothing of the server gets onto a phone", () => {
    const isAllowed = ({ target, isTypeOnly }: Import) =>
      target === "idb" ||
      target.startsWith("app/field/") ||
      /^app\/i18n\/(zh-CN|en)\/(field|visits)\.ts$/.test(target) ||
      (target.startsWith("app/domain/") && !isServerFile(target) && (isTypeOnly || !target.endsWith("-form.ts")));
    expect(imports.some(({ file }) => file.startsWith("app/field/"))).toBe(true);
    expect(breaches(/^app\/field\//, (one) => !isAllowed(one))).toEqual([]);
    expect(breaches(/^app\/(?!field\/)/, ({ target }) => target.startsWith("app/field/"))).toEqual([]);
  });

  it("process.env is read in one place of the app", () => {
    const readers = productFiles.filter(
      (file) => /^(app|db|search|emails)\//.test(file) && /process\.env\b/.test(readFileSync(file, "utf8")),
    );
    expect(readers.filter((file) => file !== "app/env.server.ts")).toEqual([]);
  });
});

/** Functions handed to `.transaction(...)`, with what they were called on. */
function transactionsOf(file: string): { work: ts.Node; database: string }[] {
  const found: { work: ts.Node; database: string }[] = [];
  const visit = (node: ts.Node): void => {
    const [work] = ts.isCallExpression(node) ? node.arguments : [];
    if (work && ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      if (name.text === "transaction") found.push({ work, database: expression.getText().split(".").at(-1) ?? "" });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
  return found;
}

function nodesIn(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child, ...nodesIn(child)));
  return children;
}

describe("transactions", () => {
  const files = productFiles.filter((file) => /^(app|db|search|emails)\//.test(file));
  const all = files.flatMap((file) => transactionsOf(file).map((one) => ({ file, ...one })));

  it("await nothing but themselves: they hold locks, and are tried again from the start", () => {
    expect(all.length).toBeGreaterThan(50);
    const foreign = all.flatMap(({ file, work }) =>
      nodesIn(work)
        .filter((node) => ts.isAwaitExpression(node) && !/\btx\b/.test(node.expression.getText()))
        .map((node) => `${file}: ${node.getText().slice(0, 60)}`),
    );
    expect(foreign).toEqual([]);
  });

  it("never ask the database beside themselves: that would be another connection, and another truth", () => {
    const isKey = (node: ts.Node) => ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    const beside = all.flatMap(({ file, work, database }) =>
      nodesIn(work)
        .filter((node) => database !== "tx" && ts.isIdentifier(node) && node.text === database && !isKey(node))
        .map((node) => `${file}: ${node.parent.getText().slice(0, 60)}`),
    );
    expect(beside).toEqual([]);
  });
});

/** The noun graph, written once: what a noun's files may import of other nouns. Left to right it never turns back. */
const nouns: Readonly<Record<string, readonly string[]>> = {
  regions: [],
  accounts: [],
  roles: ["accounts"],
  policies: [],
  ledger: [],
  alarms: [],
  proof: ["ledger"],
  organizations: ["regions"],
  files: [],
  households: ["regions", "files"],
  visits: ["regions", "files", "households"],
  reveals: ["alarms", "households"],
  "register-imports": ["regions", "households"],
  notices: ["regions", "households"],
  villages: ["regions"],
  "place-rules": ["regions"],
  erasures: ["households", "place-rules", "register-imports"],
  "reasonable-needs": ["households", "place-rules"],
  needs: ["regions", "files", "households", "notices", "organizations", "reasonable-needs"],
  "law-calendar": ["needs"],
  verification: [
    "regions",
    "files",
    "households",
    "law-calendar",
    "needs",
    "notices",
    "organizations",
    "reasonable-needs",
  ],
  complaints: ["files", "households", "needs", "regions"],
  "library-projects": ["files", "needs", "verification"],
  funds: ["ledger", "library-projects"],
  "file-access": ["complaints", "households", "library-projects", "needs", "visits"],
  volunteers: ["regions", "needs", "organizations"],
  pairings: ["regions", "households", "needs", "organizations", "volunteers"],
  deeds: ["files", "needs", "pairings", "regions"],
  "household-monitoring": ["households", "needs", "visits"],
  "department-lists": ["households", "needs", "register-imports"],
  "household-cases": ["files", "households", "needs", "notices", "pairings", "regions", "verification"],
  pledges: ["files", "households", "needs", "organizations", "pairings"],
  donations: ["files", "households", "ledger", "needs", "organizations", "pledges"],
  reconciliation: ["donations", "ledger", "organizations"],
  books: ["ledger", "organizations", "reconciliation", "regions"],
  "bank-statements": ["ledger", "organizations"],
  "monthly-gifts": ["donations", "needs", "organizations"],
  disbursements: ["donations", "files", "needs"],
  callbacks: ["disbursements", "needs"],
  intents: ["needs", "regions"],
  matching: ["intents", "needs", "pledges"],
  "impact-reports": ["disbursements", "donations", "files", "households", "needs", "pairings"],
  "offline-gifts": ["donations", "files", "needs", "organizations", "verification"],
  pools: ["ledger", "needs", "organizations"],
  "public-ledger": [
    "disbursements",
    "donations",
    "households",
    "ledger",
    "needs",
    "notices",
    "organizations",
    "regions",
  ],
  desk: [
    "complaints",
    "deeds",
    "disbursements",
    "funds",
    "impact-reports",
    "library-projects",
    "needs",
    "notices",
    "organizations",
    "pairings",
    "pledges",
    "visits",
    "volunteers",
  ],
};

describe("the noun graph", () => {
  const nounOf = (file: string) => /^app\/domain\/([a-z-]+)\//.exec(file)?.[1];

  it("every noun is on the list, and imports only the nouns it declares", () => {
    const undeclared = imports.flatMap(({ file, target }) => {
      const from = nounOf(file);
      const to = nounOf(target);
      if (from === undefined || to === undefined || from === to) return [];
      return nouns[from]?.includes(to) ? [] : [`${file} -> ${to}`];
    });
    expect(undeclared).toEqual([]);
  });

  it("has no cycle", () => {
    const order = Object.keys(nouns);
    const backwards = Object.entries(nouns).flatMap(([noun, uses]) =>
      uses
        .filter((used) => order.indexOf(used) < 0 || order.indexOf(used) >= order.indexOf(noun))
        .map((used) => `${noun} -> ${used}`),
    );
    expect(backwards).toEqual([]);
  });
});

describe("sizes", () => {
  const limits: readonly (readonly [RegExp, number])[] = [
    [/^app\/routes\/.*\/route\.tsx$/, 150],
    [/^app\/domain\/.*-queries\.server\.ts$/, 250],
    [/^app\/domain\/.*(?<!-queries)\.server\.ts$/, 170],
    [/^db\/schema\//, 130],
  ];

  it("files stay within what a reader can hold", () => {
    const tooLong = productFiles.flatMap((file) => {
      const limit = limits.find(([pattern]) => pattern.test(file))?.[1];
      const lines = readFileSync(file, "utf8").split("\n").length - 1;
      return limit !== undefined && lines > limit ? [`${file}: ${lines} lines, at most ${limit}`] : [];
    });
    expect(tooLong).toEqual([]);
  });
});
