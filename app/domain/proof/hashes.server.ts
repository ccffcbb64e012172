import { createHash, randomBytes } from "node:crypto";
import type { ChainRecord, Described } from "./records.ts";

/**
 * The hashes of the chain, all SHA-256 written in hex. `public/verify.mjs` computes the same ones from the export, without a line of this
 * file: change one and the other must follow, and every root published before would be void. So: do not change them.
 */

/** What the first link and the first root are chained to. */
export const noHash = "0".repeat(64);

function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const bytes = (hex: string) => Buffer.from(hex, "hex");

/** 32 random bytes: without them nobody can find out a private field by trying. */
export function newSalt(): string {
  return randomBytes(32).toString("hex");
}

/** The public record of a row, its private fields sealed with the link's salt; null for a row that is gone. */
export function sealRecord(described: Described | null, salt: string): ChainRecord | null {
  if (described === null) return null;
  return described.open(sha256(bytes(salt), JSON.stringify(described.privateFields)).toString("hex"));
}

/** Hash of a record as the export prints it. */
export function leafOf(record: ChainRecord | null): string {
  return sha256(JSON.stringify(record)).toString("hex");
}

/** Hash of a link: of the link before it and its own leaf. */
export function linkHash(previousHash: string, leaf: string): string {
  return sha256(bytes(previousHash), bytes(leaf)).toString("hex");
}

export type RootFields = {
  day: string;
  firstPosition: bigint;
  leafCount: number;
  merkleRoot: string;
};

/** What is published for a day: binds its leaves to all days before. */
export function rootHash(previousRoot: string, { day, firstPosition, leafCount, merkleRoot }: RootFields): string {
  return sha256([previousRoot, day, firstPosition, leafCount, merkleRoot].join("\n")).toString("hex");
}

/** Merkle tree of RFC 6962 over leaves in hex: 00 before a leaf, 01 before two children. */
export function merkleRoot(leaves: readonly string[]): string {
  return subtree(leaves, 0, leaves.length).toString("hex");
}

/** The hashes beside the way from one leaf to the root, lowest first. */
export function merklePath(leaves: readonly string[], index: number): string[] {
  const path: string[] = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    const goesLeft = index < middle;
    path.unshift((goesLeft ? subtree(leaves, middle, to) : subtree(leaves, from, middle)).toString("hex"));
    if (goesLeft) to = middle;
    else from = middle;
  }
  return path;
}

/** The root that follows from a leaf, its place and its path; null when the path is not as long as it must be. */
export function rootFromPath(leaf: string, index: number, leafCount: number, path: readonly string[]): string | null {
  if (index < 0 || index >= leafCount) return null;
  const turns: boolean[] = [];
  let from = 0;
  let to = leafCount;
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    const goesLeft = index < middle;
    turns.unshift(goesLeft);
    if (goesLeft) to = middle;
    else from = middle;
  }
  if (turns.length !== path.length) return null;
  let hash = sha256(leafPrefix, bytes(leaf));
  turns.forEach((goesLeft, step) => {
    const sibling = bytes(path[step] ?? "");
    hash = goesLeft ? sha256(nodePrefix, hash, sibling) : sha256(nodePrefix, sibling, hash);
  });
  return hash.toString("hex");
}

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

function subtree(leaves: readonly string[], from: number, to: number): Buffer {
  if (to - from === 0) return sha256();
  if (to - from === 1) return sha256(leafPrefix, bytes(leaves[from] ?? ""));
  const middle = from + largestPowerBelow(to - from);
  return sha256(nodePrefix, subtree(leaves, from, middle), subtree(leaves, middle, to));
}

/** The largest power of two less than a number of at least two. */
function largestPowerBelow(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}
