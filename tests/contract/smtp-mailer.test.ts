import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSmtpMailer } from "#emails/send-email.server.ts";
import { listen } from "#tests/stand-ins/http.ts";
import { type SmtpCatcher, startSmtpCatcher } from "#tests/stand-ins/smtp/start-smtp-catcher.ts";

let catcher: SmtpCatcher;
beforeAll(async () => {
  catcher = await startSmtpCatcher({ port: 0, httpPort: 0 });
});
afterAll(() => catcher.stop());

const mail = (number: number) => ({
  messageId: `<mailer-${number}@jiedui.example>`,
  to: "donor@jiedui.example",
  subject: "x",
  html: "<p>x</p>",
  text: "x",
});

describe("the way out for mail", () => {
  it("sends several mails over one connection and hangs up when it is closed", async () => {
    const sockets: Socket[] = [];
    const wire = createServer((socket) => {
      sockets.push(socket);
      socket.pipe(connect(catcher.port, "127.0.0.1")).pipe(socket);
    });
    const port = await listen(wire, 0, "127.0.0.1");
    const mailer = createSmtpMailer(`smtp://127.0.0.1:${port}`, "jiedui@jiedui.example");
    for (const number of [1, 2, 3]) await mailer.send(mail(number));
    expect(sockets).toHaveLength(1);
    const hungUp = once(sockets[0] as Socket, "close");
    mailer.close();
    // A connection left open would keep an ending process for ten seconds more.
    await hungUp;
    await new Promise<void>((resolve) => wire.close(() => resolve()));
  });
});
