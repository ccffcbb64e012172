// Old syntax on purpose: this file must be understood by the very Node that it turns away.

/**
 * One sentence for a Node that is too old, or null when it will do.
 * @param {string} version for example "v20.19.0"
 * @returns {string | null}
 */
export function describeOldNode(version) {
  const parts = version.replace(/^v/, "").split(".");
  const major = Number(parts[0]);
  const minor = Number(parts[1]);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `Node 20.19 or newer is needed and this is Node ${parts.join(".")}: install a newer one (nvm install).`;
}

/**
 * Ends the process with one sentence when Node is too old.
 * @returns {boolean} whether to go on
 */
export function requireNode() {
  const problem = describeOldNode(process.version);
  if (problem === null) return true;
  console.error(problem);
  process.exitCode = 1;
  return false;
}
