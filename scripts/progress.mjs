const reportEveryMs = 5_000;

/**
 * Tells what is being done, that it still goes on, and how long it took.
 * @template T
 * @param {string} title for example "Building the site"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showProgress(title, work) {
  const startedAt = Date.now();
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(`${title} ...`);
  const timer = setInterval(() => console.log(`  still at it after ${seconds()}`), reportEveryMs);
  try {
    const result = await work();
    console.log(`  done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
