#!/usr/bin/env node
/*
 * Checks the ledger of Jiedui without trusting Jiedui. 不依赖结对网站，独立核对它的账目。
 *
 * One file, plain Node 18 or newer, no package, no network, no database. Read it before you rely on it: that is why it is short.
 *
 *   node verify.mjs export.jsonl                  the whole journal            全部账目
 *   node verify.mjs export.jsonl roots.json       … and the roots you kept     并与您以前保存的每日指纹比较
 *   node verify.mjs roots.json                    the chain of daily roots     每日指纹之间的链
 *   node verify.mjs receipt-proof.json roots.json one gift's proof             一笔捐款的存证凭证
 *
 * It ends with 0 when everything holds, with 1 when something does not (and names it), with 2 when it was called wrongly.
 *
 * How the export is made, all hashes SHA-256, all hex in lower case:
 *   leaf   = hash of the record's JSON text, exactly as JavaScript prints it
 *   hash   = hash of the previous line's hash and this leaf, as 32 + 32 bytes; before the first line: 32 zero bytes
 *   merkle = tree of a day's leaves as in RFC 6962: 00 before a leaf, 01 before two children
 *   root   = hash of previous root, day, first position, number of leaves, merkle root, as text joined by line feeds
 * A record's `sealed` is a hash over random salt and the fields that are private; it can be checked by those who may see them.
 */
import { createHash } from "node:crypto";
import { closeSync, createReadStream, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { createInterface } from "node:readline";

const NO_HASH = "0".repeat(64);
const MOST_PROBLEMS_SHOWN = 20;

/** Accounts that hold gifts for a purpose. Debit is positive and credit negative: money they hold is a negative sum. */
const PURPOSES = new Set(["need", "village_pool", "household_pool", "category_pool", "suspense"]);
/** Accounts on which no lot may be overdrawn. */
const NEVER_OVERDRAWN = new Set([...PURPOSES, "fund", "refund_payable"]);
/** Accounts that count for the village they lie in. */
const OF_A_VILLAGE = new Set(["need", "village_pool", "household_pool"]);
/** Movements that bring gifts to a need or take them back. */
const FUNDING = new Set(["donation", "allocation", "refund", "refund_failed", "dispute_lost"]);
/** Movements that pay recipients, or bring a payment back. */
const PAYING = new Set(["disbursement", "disbursement_returned"]);

const MESSAGES = {
  not_json: () => ["this line is not JSON", "这一行不是 JSON"],
  unknown_line: () => ["a line of no known kind", "不认识的行"],
  bad_record: () => ["the record is none: a field is missing or of the wrong kind", "这条记录不完整或格式不对"],
  no_header: () => ["the file does not begin with its header line", "文件开头缺少说明行"],
  position: ({ expected }) => [`position ${expected} was expected here: a line is missing or moved`, `这里应是第 ${expected} 条：有缺失或调换`],
  day_order: () => ["its day is before the day of the line above", "日期早于前一行"],
  row_gone: () => ["the record behind this line is gone", "这一行对应的记录不见了"],
  altered: () => ["the record was altered: it does not give its leaf", "记录被改过：算不出它的指纹"],
  link: () => ["the chain is broken: the hash does not follow from the line above", "链断了：哈希接不上前一行"],
  duplicate_account: ({ code }) => [`the account ${code} is opened twice`, `账户 ${code} 重复开立`],
  duplicate_sequence: ({ sequence }) => [`movement #${sequence} is there twice`, `流水 ${sequence} 号重复`],
  bad_amount: ({ amount }) => [`${amount} is no amount in fen`, `${amount} 不是以分计的金额`],
  unknown_account: ({ code }) => [`no account ${code} was opened before`, `此前没有账户 ${code}`],
  unbalanced: ({ off }) => [`the movement does not balance: off by ${yuan(off)}`, `这笔账两边不等，差 ${yuan(off)} 元`],
  lot_unbalanced: ({ lot, off }) => [`lot ${lot} does not balance in it: off by ${yuan(off)}`, `其中这批钱 ${lot} 两边不等，差 ${yuan(off)} 元`],
  overdrawn: ({ account, lot, fen }) => [`lot ${lot} is overdrawn on ${account} by ${yuan(fen)}`, `这批钱 ${lot} 在 ${account} 上多用了 ${yuan(fen)} 元`],
  root: ({ field }) => [`the published root does not follow from the day's lines (${field})`, `公布的指纹与当天各行不符（${field}）`],
  root_missing: () => ["a later day has a root, this one has none", "之后的日子已公布指纹，这一天却没有"],
  kept_root: () => ["the root is not the one you kept", "与您保存的指纹不同"],
  kept_root_missing: () => ["you kept a root of this day, the export has none", "您保存过这一天的指纹，导出文件里却没有"],
  total: ({ name, claimed, derived }) => [`${name}: the site claims ${claimed}, the lines give ${derived}`, `${name}：网站说 ${claimed}，逐笔加出来是 ${derived}`],
  ends_early: () => ["the file ends early: download it again", "文件不完整，请重新下载"],
  day_over: () => ["its day has its root already: the line came afterwards", "这一天的指纹已经公布，这一行是之后加进去的"],
  proof_no_gift: () => ["the record in the proof is no gift", "凭证里的记录不是一笔捐款"],
  proof_leaf: () => ["the record in the proof does not give its leaf", "凭证里的记录与它的指纹不符"],
  proof_path: () => ["the leaf is not part of the day's Merkle tree", "这条记录不在当天的默克尔树里"],
  proof_root: () => ["the day's root does not follow from the proof", "从凭证算不出当天的指纹"],
  proof_not_published: () => ["the file has no root of the proof's day", "文件里没有这一天的指纹"],
  proof_other_root: () => ["the root of the day is not the published one", "与公布的当天指纹不同"],
  proof_other_leaf: () => ["the journal has another record at this position", "账目里这个序号是另一条记录"],
};

const USAGE = `Usage / 用法:
  node verify.mjs export.jsonl
  node verify.mjs export.jsonl roots.json
  node verify.mjs roots.json
  node verify.mjs receipt-proof.json roots.json
  node verify.mjs receipt-proof.json export.jsonl`;

// --- Hashes -----------------------------------------------------------------------------------------------------------------------------

function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const bytes = (hex) => Buffer.from(String(hex), "hex");
const leafOf = (record) => sha256(JSON.stringify(record)).toString("hex");
const linkHash = (previous, leaf) => sha256(bytes(previous), bytes(leaf)).toString("hex");
const rootHash = (previousRoot, { day, firstPosition, leafCount, merkleRoot }) =>
  sha256([previousRoot, day, firstPosition, leafCount, merkleRoot].join("\n")).toString("hex");

const merkleLeaf = (leaf) => sha256(Buffer.from([0]), bytes(leaf));
const merkleNode = (left, right) => sha256(Buffer.from([1]), left, right);

/** A Merkle tree that keeps only its complete subtrees, so that a day may have any number of leaves. */
function createMerkleTree() {
  const peaks = [];
  return {
    add(leaf) {
      let node = { size: 1, hash: merkleLeaf(leaf) };
      while (peaks.length > 0 && peaks[peaks.length - 1].size === node.size) {
        node = { size: node.size * 2, hash: merkleNode(peaks.pop().hash, node.hash) };
      }
      peaks.push(node);
    },
    root: () => (peaks.length === 0 ? sha256() : peaks.map((peak) => peak.hash).reduceRight((right, left) => merkleNode(left, right))).toString("hex"),
    size: () => peaks.reduce((sum, peak) => sum + peak.size, 0),
  };
}

/** The root that a leaf, its place in the tree and the hashes beside its way lead to. */
function rootFromPath(leaf, index, leafCount, path) {
  if (!(Number.isSafeInteger(leafCount) && Number.isInteger(index) && index >= 0 && index < leafCount)) return null;
  const turns = [];
  for (let from = 0, to = leafCount; to - from > 1; ) {
    const middle = from + 2 ** Math.floor(Math.log2(to - from - 1));
    turns.unshift(index < middle);
    if (index < middle) to = middle;
    else from = middle;
  }
  if (turns.length !== path.length) return null;
  return turns.reduce((hash, isLeft, step) => (isLeft ? merkleNode(hash, bytes(path[step])) : merkleNode(bytes(path[step]), hash)), merkleLeaf(leaf)).toString("hex");
}

// --- The journal ------------------------------------------------------------------------------------------------------------------------

/** Reads the export line by line; memory grows with the accounts and lots, not with the file. */
async function verifyExport(path, keptRoots) {
  const problems = createProblems();
  const chain = createChain(problems, keptRoots);
  const books = createBooks(problems);
  let header = null;
  let claimed = null;
  let lineNumber = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    lineNumber += 1;
    if (text === "") continue;
    const line = parse(text);
    const here = { line: lineNumber };
    if (line === null) problems.add("not_json", here);
    else if (line.format === "jiedui-ledger-export") header ??= line;
    else if (isObject(line.root)) chain.closeDay(line.root);
    else if (isObject(line.totals)) claimed = line;
    else if (line.position === undefined) problems.add("unknown_line", here);
    else {
      chain.add(line);
      books.add(line);
    }
    if (lineNumber === 1 && header === null) problems.add("no_header", here);
  }
  chain.end();
  if (claimed === null || claimed.lastPosition !== chain.position()) problems.add("ends_early", { line: lineNumber });
  else books.compare(claimed.totals);
  if (problems.all.length > 0) return problems.report();
  print("holds", "相符");
  print(...chain.summary());
  print(...books.summary());
  if (keptRoots !== null) print(`All ${keptRoots.length} roots you kept are unchanged.`, `您保存的 ${keptRoots.length} 个每日指纹，一个都没有变。`);
  return 0;
}

/** Positions, leaves, the chain of hashes, and the root of every day. */
function createChain(problems, keptRoots) {
  const kept = new Map((keptRoots ?? []).map((root) => [root.day, root]));
  let position = 0;
  let hash = NO_HASH;
  let day = "";
  let open = createMerkleTree();
  let openDays = new Set();
  let lastRoot = null;
  let rootCount = 0;
  return {
    add(line) {
      const here = { position: line.position, type: line.record?.type, day: line.day };
      if (line.position !== position + 1) problems.add("position", here, { expected: position + 1 });
      if (line.day < day) problems.add("day_order", here);
      if (lastRoot !== null && !(line.day > lastRoot.day)) problems.add("day_over", here);
      if (line.record === null || line.record === undefined) problems.add("row_gone", here);
      else if (leafOf(line.record) !== line.leaf) problems.add("altered", here);
      if (linkHash(hash, line.leaf) !== line.hash) problems.add("link", here);
      // From here on the line is taken at its word, so that one fault is reported once.
      position = line.position;
      hash = line.hash;
      day = line.day;
      open.add(line.leaf);
      openDays.add(line.day);
    },
    closeDay(root) {
      // A download that was continued may repeat the last root.
      if (lastRoot !== null && JSON.stringify(root) === JSON.stringify(lastRoot)) return;
      const here = { type: "root", day: root.day, position: root.firstPosition };
      const derived = { day: root.day, firstPosition: (lastRoot?.lastPosition ?? 0) + 1, lastPosition: position, leafCount: open.size(), merkleRoot: open.root() };
      for (const field of Object.keys(derived)) if (root[field] !== derived[field]) problems.add("root", here, { field });
      if (rootHash(lastRoot?.root ?? NO_HASH, root) !== root.root) problems.add("root", here, { field: "root" });
      if (lastRoot !== null && root.day <= lastRoot.day) problems.add("day_order", here);
      for (const one of openDays) if (one !== root.day) problems.add("root_missing", { type: "root", day: one, position: root.firstPosition });
      if (kept.has(root.day) && kept.get(root.day).root !== root.root) problems.add("kept_root", here);
      kept.delete(root.day);
      lastRoot = root;
      rootCount += 1;
      open = createMerkleTree();
      openDays = new Set();
    },
    end() {
      for (const root of kept.values()) problems.add("kept_root_missing", { type: "root", day: root.day, position: root.firstPosition });
    },
    position: () => position,
    summary: () =>
      lastRoot === null
        ? [`${position} records in one unbroken chain; no day is published yet.`, `${position} 条记录连成一条完整的链；还没有公布过指纹。`]
        : [
            `${position} records in one unbroken chain; ${rootCount} daily roots, the newest of ${lastRoot.day}: ${lastRoot.root}`,
            `${position} 条记录连成一条完整的链；${rootCount} 个每日指纹，最近是 ${lastRoot.day}：${lastRoot.root}`,
          ],
  };
}

/** Double entry: what every movement, every lot and every account must fulfil, and the totals that follow. */
function createBooks(problems) {
  const accounts = new Map();
  const sequences = new Set();
  /** What a lot has on an account where it may not be overdrawn. */
  const balances = new Map();
  const totals = { givenFen: 0n, paidOutFen: 0n, heldFen: 0n, feesFen: 0n, giftCount: 0n };
  const needs = createSums(["givenFen"]);
  const villages = createSums(["givenFen", "paidOutFen"]);
  const funds = createSums(["postedFen", "balanceFen"]);
  const counts = { account: 0, transaction: 0, transition: 0 };

  function addEntry(entry, record, here) {
    const account = accounts.get(entry.account);
    if (account === undefined) return problems.add("unknown_account", here, { code: entry.account });
    const fen = BigInt(entry.amountFen);
    if (NEVER_OVERDRAWN.has(account.kind)) {
      const key = `${entry.account} ${entry.lot}`;
      const sum = (balances.get(key) ?? 0n) + fen;
      if (sum === 0n) balances.delete(key);
      else balances.set(key, sum);
    }
    const isPurpose = PURPOSES.has(account.kind);
    const given = isPurpose && (FUNDING.has(record.kind) || record.kind === "quarantine") ? -fen : 0n;
    const paidOut = isPurpose && PAYING.has(record.kind) ? fen : 0n;
    totals.givenFen += given;
    totals.paidOutFen += paidOut;
    if (isPurpose) totals.heldFen -= fen;
    if (account.kind === "fees" && record.kind === "fee") totals.feesFen += fen;
    if (account.kind === "need" && FUNDING.has(record.kind)) needs.add(entry.account.slice("need:".length), { givenFen: -fen });
    if (OF_A_VILLAGE.has(account.kind) && account.regionCode !== null) villages.add(account.regionCode, { givenFen: given, paidOutFen: paidOut });
    if (account.kind === "fund") funds.add(entry.account.slice("fund:".length), { postedFen: fen < 0n ? -fen : 0n, balanceFen: -fen });
  }

  function addMovement(record, here) {
    if (sequences.has(record.sequence)) problems.add("duplicate_sequence", here, { sequence: record.sequence });
    sequences.add(record.sequence);
    const lots = new Map();
    for (const entry of record.entries) {
      if (!/^-?[1-9][0-9]*$/.test(entry.amountFen)) return problems.add("bad_amount", here, { amount: entry.amountFen });
      lots.set(entry.lot, (lots.get(entry.lot) ?? 0n) + BigInt(entry.amountFen));
      addEntry(entry, record, here);
    }
    const off = [...lots.values()].reduce((sum, fen) => sum + fen, 0n);
    if (off !== 0n || record.entries.length < 2) problems.add("unbalanced", here, { off });
    for (const [lot, lotOff] of lots) if (lotOff !== 0n) problems.add("lot_unbalanced", here, { lot, off: lotOff });
    for (const { account, lot } of record.entries) {
      const fen = balances.get(`${account} ${lot}`) ?? 0n;
      if (fen > 0n) problems.add("overdrawn", here, { account, lot, fen });
    }
    if (record.kind === "donation") totals.giftCount += 1n;
  }

  return {
    add({ record, position, day }) {
      if (record === null || record === undefined) return;
      const here = { position, type: record.type, day };
      if (!isRecord(record)) return problems.add("bad_record", here);
      counts[record.type] += 1;
      if (record.type === "account") {
        if (accounts.has(record.code)) problems.add("duplicate_account", here, { code: record.code });
        accounts.set(record.code, record);
      }
      if (record.type === "transaction") addMovement(record, here);
    },
    /** The totals of the site beside those that follow from the lines. */
    compare(claimed) {
      for (const name of Object.keys(totals)) compareTotal(problems, name, claimed[name], totals[name]);
      needs.compare(problems, "need", claimed.needs);
      villages.compare(problems, "village", claimed.villages);
      funds.compare(problems, "fund", claimed.funds);
    },
    summary: () => [
      `${counts.account} accounts, ${counts.transaction} movements that balance in all and lot by lot, ${counts.transition} steps.\nAs the site says: given ${yuan(totals.givenFen)}, paid out ${yuan(totals.paidOutFen)}, held ${yuan(totals.heldFen)}, fees ${yuan(totals.feesFen)}; ${needs.size()} needs, ${villages.size()} villages, ${funds.size()} funds.`,
      `${counts.account} 个账户，${counts.transaction} 笔账每笔两边相等、每批钱也相等，${counts.transition} 步办理。\n与网站一致：收到 ${yuan(totals.givenFen)}，拨付 ${yuan(totals.paidOutFen)}，在账 ${yuan(totals.heldFen)}，通道费 ${yuan(totals.feesFen)}；${needs.size()} 个需求，${villages.size()} 个村，${funds.size()} 项专项资金。`,
    ],
  };
}

const isText = (value) => typeof value === "string";
const isObject = (value) => typeof value === "object" && value !== null;

/** Whether a record is one of the three kinds, with the fields that are read here. Private fields are sealed and not read. */
function isRecord(record) {
  if (record.type === "account") return isText(record.code) && isText(record.kind) && (record.regionCode === null || isText(record.regionCode));
  if (record.type !== "transaction") return record.type === "transition";
  const isEntry = (entry) => isObject(entry) && isText(entry.account) && isText(entry.lot) && isText(entry.amountFen);
  return Number.isSafeInteger(record.sequence) && isText(record.kind) && Array.isArray(record.entries) && record.entries.every(isEntry);
}

/** Sums by code, e.g. what each need was given. */
function createSums(fields) {
  const sums = new Map();
  const nothing = () => Object.fromEntries(fields.map((field) => [field, 0n]));
  return {
    add(code, amounts) {
      const sum = sums.get(code) ?? nothing();
      for (const field of fields) sum[field] += amounts[field];
      sums.set(code, sum);
    },
    compare(problems, noun, claimed) {
      const missing = new Map(sums);
      for (const one of Array.isArray(claimed) ? claimed : []) {
        for (const field of fields) compareTotal(problems, `${noun} ${one.code} ${field}`, one[field], (sums.get(one.code) ?? nothing())[field]);
        missing.delete(one.code);
      }
      for (const [code, sum] of missing) for (const field of fields) compareTotal(problems, `${noun} ${code} ${field}`, "0", sum[field]);
    },
    size: () => sums.size,
  };
}

function compareTotal(problems, name, claimed, derived) {
  if (String(claimed) !== String(derived)) problems.add("total", {}, { name, claimed: String(claimed), derived: String(derived) });
}

// --- Roots and receipts -----------------------------------------------------------------------------------------------------------------

/** Roots alone: each must follow from the one before. */
function verifyRoots(roots) {
  const problems = createProblems();
  checkRootChain(problems, roots);
  if (problems.all.length > 0) return problems.report();
  print("holds", "相符");
  const newest = roots[roots.length - 1];
  print(`${roots.length} daily roots hang together${newest ? `, the newest of ${newest.day}: ${newest.root}` : ""}.`, `${roots.length} 个每日指纹前后相连${newest ? `，最近是 ${newest.day}：${newest.root}` : ""}。`);
  return 0;
}

function checkRootChain(problems, roots) {
  let last = null;
  for (const root of roots) {
    const here = { type: "root", day: root.day, position: root.firstPosition };
    if (last !== null && root.day <= last.day) problems.add("day_order", here);
    if (root.firstPosition !== (last?.lastPosition ?? 0) + 1 || root.lastPosition !== root.firstPosition + root.leafCount - 1) problems.add("root", here, { field: "positions" });
    if (rootHash(last?.root ?? NO_HASH, root) !== root.root) problems.add("root", here, { field: "root" });
    last = root;
  }
}

/** A gift's proof against the published root of its day, taken from the roots or from the journal. */
async function verifyReceipt(proof, other) {
  if (proof.status !== "published") {
    print(`This proof is not complete yet: the root of ${proof.day ?? "its day"} is not published. Download it again later.`, `凭证还不完整：${proof.day ?? "当天"} 的指纹还没有公布，请以后再下载。`);
    return 2;
  }
  const problems = createProblems();
  const here = { position: proof.position, type: proof.record?.type, day: proof.day };
  // A true record of another kind, a refund for example, is no proof of a gift.
  if (!isObject(proof.record) || !isRecord(proof.record) || proof.record.kind !== "donation" || proof.record.type !== "transaction") {
    problems.add("proof_no_gift", here);
    return problems.report();
  }
  if (leafOf(proof.record) !== proof.leaf) problems.add("proof_leaf", here);
  const merkleRoot = rootFromPath(proof.leaf, proof.index, proof.leafCount, proof.path ?? []);
  if (merkleRoot === null || merkleRoot !== proof.merkleRoot || proof.position !== proof.firstPosition + proof.index) problems.add("proof_path", here);
  if (rootHash(proof.previousRoot, proof) !== proof.root) problems.add("proof_root", here);
  const published = other.kind === "export" ? await findInExport(other.path, proof) : { root: other.value.roots.find((root) => root.day === proof.day) };
  if (other.kind === "roots") checkRootChain(problems, other.value.roots);
  if (published.root === undefined) problems.add("proof_not_published", here);
  else if (published.root.root !== proof.root) problems.add("proof_other_root", here);
  if (published.leaf !== undefined && published.leaf !== proof.leaf) problems.add("proof_other_leaf", here);
  if (problems.all.length > 0) return problems.report();
  print("holds", "相符");
  const { entries } = proof.record;
  const fen = entries.reduce((sum, entry) => (BigInt(entry.amountFen) > 0n ? sum + BigInt(entry.amountFen) : sum), 0n);
  print(
    `The gift of lot ${entries[0].lot}, ${yuan(fen)} yuan, is record ${proof.position} of the ledger, fixed by the published root of ${proof.day}: ${proof.root}`,
    `编号 ${entries[0].lot} 的捐款 ${yuan(fen)} 元，是账目第 ${proof.position} 条，已由公布的 ${proof.day} 指纹钉住：${proof.root}`,
  );
  return 0;
}

async function findInExport(path, { day, position }) {
  const found = {};
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const line = parse(text);
    if (line?.root?.day === day) found.root = line.root;
    if (line?.position === position) found.leaf = line.leaf;
    if (found.root !== undefined && found.leaf !== undefined) break;
  }
  return found;
}

// --- Words and files --------------------------------------------------------------------------------------------------------------------

function createProblems() {
  const all = [];
  return {
    all,
    add: (code, where, values = {}) => void all.push({ code, where, values }),
    /** Prints what is broken, the first fault first. */
    report() {
      print("BROKEN", "不符");
      for (const { code, where, values } of all.slice(0, MOST_PROBLEMS_SHOWN)) {
        const [english, chinese] = MESSAGES[code](values);
        print(`${place(where, "en")}${english}`, `${place(where, "zh")}${chinese}`);
      }
      if (all.length > MOST_PROBLEMS_SHOWN) print(`… and ${all.length - MOST_PROBLEMS_SHOWN} more`, `……还有 ${all.length - MOST_PROBLEMS_SHOWN} 处`);
      return 1;
    },
  };
}

const TYPES = { account: "账户", transaction: "账目", transition: "办理", root: "每日指纹" };

function place({ position, type, day, line }, language) {
  if (line !== undefined) return language === "en" ? `line ${line}: ` : `第 ${line} 行：`;
  if (position === undefined) return "";
  return language === "en" ? `position ${position} (${type ?? "?"}, ${day}): ` : `序号 ${position}（${TYPES[type] ?? "?"}，${day}）：`;
}

/** Fen as yuan, to the fen. */
function yuan(fen) {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, "0");
  return `${fen < 0n ? "-" : ""}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
}

function print(english, chinese) {
  console.log(english);
  console.log(chinese);
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** What a file is, told from its beginning: an export may be far too large to be read at once. */
function open(path) {
  if (!existsSync(path)) return { kind: "missing", path };
  const start = Buffer.alloc(4096);
  const file = openSync(path, "r");
  const length = readSync(file, start, 0, start.length, 0);
  closeSync(file);
  const firstLine = parse(start.subarray(0, length).toString("utf8").split("\n", 1)[0]);
  if (firstLine?.format === "jiedui-ledger-export" || firstLine?.hash !== undefined || path.endsWith(".jsonl")) return { kind: "export", path };
  const value = parse(readFileSync(path, "utf8"));
  if (value?.format === "jiedui-ledger-roots" && Array.isArray(value.roots)) return { kind: "roots", path, value };
  if (value?.format === "jiedui-receipt-proof") return { kind: "proof", path, value };
  return { kind: "unknown", path };
}

async function main(paths) {
  const files = paths.map(open);
  for (const { kind, path } of files) {
    if (kind === "missing") print(`There is no file ${path}.`, `没有文件 ${path}。`);
    if (kind === "unknown") print(`${path} is neither an export nor roots nor a proof of Jiedui.`, `${path} 不是结对的账目、指纹或凭证文件。`);
  }
  const of = (kind) => files.find((file) => file.kind === kind);
  const kinds = files.map((file) => file.kind).sort().join(" ");
  if (kinds === "export") return verifyExport(of("export").path, null);
  if (kinds === "export roots") return verifyExport(of("export").path, of("roots").value.roots);
  if (kinds === "roots") return verifyRoots(of("roots").value.roots);
  if (kinds === "export proof") return verifyReceipt(of("proof").value, of("export"));
  if (kinds === "proof roots") return verifyReceipt(of("proof").value, of("roots"));
  console.log(USAGE);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
