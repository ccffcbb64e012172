// Loaded into every part with --import: when the process that started it is gone (even by kill -9), the part ends as if asked to.
const exitLimitMs = 12_000;

if (process.connected) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), exitLimitMs).unref();
  });
  process.channel?.unref();
}
