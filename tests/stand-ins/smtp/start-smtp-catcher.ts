import { createServer } from "node:http";
import type { Clock } from "#tests/stand-ins/clock.ts";
import { close, listen, sendJson } from "#tests/stand-ins/http.ts";
import { createSmtpCatcherClient, type SmtpCatcherClient } from "./catcher-client.ts";
import { SmtpFaults } from "./faults.ts";
import { handleInboxRequest } from "./handle-inbox-request.ts";
import { Mailbox } from "./mailbox.ts";
import { createSmtpServer } from "./smtp-server.ts";

export type SmtpCatcherOptions = {
  /** SMTP port; 0 takes a free one. */
  port: number;
  /** Port of the inbox page and its JSON; 0 takes a free one. */
  httpPort: number;
  host?: string;
  /** Keeps the mails over a restart. */
  directory?: string;
  now?: Clock;
};

export type SmtpCatcher = {
  /** `smtp://…` for the mailer. */
  smtpUrl: string;
  /** Address of the inbox page. */
  url: string;
  port: number;
  httpPort: number;
  client: SmtpCatcherClient;
  stop: () => Promise<void>;
};

/** Starts a mail server that delivers nothing: mails are kept and shown. Rejects when a port is taken. */
export async function startSmtpCatcher(options: SmtpCatcherOptions): Promise<SmtpCatcher> {
  const host = options.host ?? "127.0.0.1";
  const mailbox = new Mailbox(options.directory ?? null);
  const faults = new SmtpFaults();
  const smtp = createSmtpServer(mailbox, faults, options.now ?? (() => new Date()));
  const http = createServer((request, response) => {
    handleInboxRequest({ mailbox, faults }, request, response).catch((error: unknown) => {
      console.error("smtp catcher:", error);
      if (!response.headersSent) sendJson(response, 500, { error: "the catcher failed; see its output" });
    });
  });
  const port = await listen(smtp.server, options.port, host);
  const httpPort = await listen(http, options.httpPort, host).catch(async (error: unknown) => {
    await new Promise<void>((resolve) => smtp.close(resolve));
    throw error;
  });
  const url = `http://${host}:${httpPort}`;
  return {
    smtpUrl: `smtp://${host}:${port}`,
    url,
    port,
    httpPort,
    client: createSmtpCatcherClient(url),
    stop: async () => {
      await Promise.all([new Promise<void>((resolve) => smtp.close(resolve)), close(http)]);
    },
  };
}
