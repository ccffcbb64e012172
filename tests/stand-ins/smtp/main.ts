import { clockWithOffset } from "#tests/stand-ins/clock.ts";
import { portFromEnvironment, runUntilSignal } from "#tests/stand-ins/run-until-signal.ts";
import { startSmtpCatcher } from "./start-smtp-catcher.ts";

/**
 * The mail catcher as a process: `tsx tests/stand-ins/smtp/main.ts` with SMTP_CATCHER_PORT (1025), SMTP_CATCHER_HTTP_PORT (8025),
 * and if wanted SMTP_CATCHER_HOST, SMTP_CATCHER_DIR (keeps mails over a restart) and CLOCK_OFFSET_FILE (milliseconds added to the time).
 */
await runUntilSignal("smtp catcher", async () => {
  const { SMTP_CATCHER_HOST: host, SMTP_CATCHER_DIR: directory } = process.env;
  const catcher = await startSmtpCatcher({
    port: portFromEnvironment("SMTP_CATCHER_PORT", 1025),
    httpPort: portFromEnvironment("SMTP_CATCHER_HTTP_PORT", 8025),
    ...(host ? { host } : {}),
    ...(directory ? { directory } : {}),
    now: clockWithOffset(process.env.CLOCK_OFFSET_FILE),
  });
  return { ready: `smtp catcher ready on ${catcher.smtpUrl}, inbox on ${catcher.url}`, stop: catcher.stop };
});
