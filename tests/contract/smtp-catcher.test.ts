import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type SmtpCatcher, startSmtpCatcher } from "#tests/stand-ins/smtp/start-smtp-catcher.ts";

let catcher: SmtpCatcher;
beforeAll(async () => {
  catcher = await startSmtpCatcher({ port: 0, httpPort: 0 });
});
afterAll(() => catcher.stop());
beforeEach(async () => {
  await catcher.client.clear();
  await catcher.client.clearFaults();
});

/** The mailer the site uses: nodemailer over a connection of its own for each mail. */
async function send(changes: Record<string, unknown> = {}, socketTimeout = 5_000): Promise<void> {
  const transport = createTransport({ url: catcher.smtpUrl, socketTimeout });
  await transport.sendMail({
    from: "结对 Jiedui <no-reply@jiedui.example>",
    to: "Donor@example.com",
    subject: "您的捐赠已到账：¥50.00",
    text: "感谢您的帮助。",
    html: "<p>感谢您的<b>帮助</b>。<script>alert(1)</script><a href='http://127.0.0.1:3000/'>凭证</a></p>",
    messageId: "<receipt-1@jiedui.example>",
    ...changes,
  });
}

test("a mail is caught with its envelope, headers, text and HTML", async () => {
  await send({ attachments: [{ filename: "凭证.txt", content: "五十元" }] });
  const [mail] = await catcher.client.waitFor("donor@example.com");
  expect(mail).toMatchObject({
    envelopeFrom: "no-reply@jiedui.example",
    envelopeTo: ["donor@example.com"],
    messageId: "<receipt-1@jiedui.example>",
    from: "结对 Jiedui <no-reply@jiedui.example>",
    to: ["Donor@example.com"],
    subject: "您的捐赠已到账：¥50.00",
    attachments: [{ filename: "凭证.txt", bytes: 9 }],
  });
  expect(mail?.text.trim()).toBe("感谢您的帮助。");
  expect(mail?.headers.find(({ name }) => name === "Message-ID")?.value).toBe("<receipt-1@jiedui.example>");
});

test("mails are listed by receiver, waited for, and forgotten", async () => {
  await send();
  await send({ to: "other@example.com", cc: "donor@example.com" });
  expect(await catcher.client.messages()).toHaveLength(2);
  expect(await catcher.client.messages("DONOR@example.com")).toHaveLength(2);
  expect(await catcher.client.messages("other@example.com")).toHaveLength(1);
  const waiting = catcher.client.waitFor("late@example.com");
  await send({ to: "late@example.com" });
  expect(await waiting).toHaveLength(1);
  await catcher.client.clear();
  expect(await catcher.client.messages()).toEqual([]);
});

test("the inbox shows mails without running anything in them", async () => {
  await send({ subject: "<img src=x onerror=alert(1)>" });
  const [mail] = await catcher.client.messages();
  const list = await (await fetch(catcher.url)).text();
  expect(list).toContain(`href="/messages/${mail?.id}"`);
  expect(list).not.toContain("<img");
  const page = await (await fetch(`${catcher.url}/messages/${mail?.id}`)).text();
  expect(page).toContain('<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(page).not.toContain("<script");
  const body = await fetch(`${catcher.url}/messages/${mail?.id}/html`);
  expect(body.headers.get("content-security-policy")).toContain("sandbox allow-popups");
  expect((await fetch(`${catcher.url}/messages/999`)).status).toBe(404);
  const english = await fetch(catcher.url, { headers: { "Accept-Language": "en-GB" } });
  expect(await english.text()).toContain("Local inbox");
});

test("chaos 7: a refused connection keeps nothing, the next one works", async () => {
  await catcher.client.addFault({ kind: "refuse" });
  await expect(send()).rejects.toMatchObject({ responseCode: 554 });
  await send();
  expect(await catcher.client.messages()).toHaveLength(1);
});

test("D6: 451 once, then the mail is taken", async () => {
  await catcher.client.addFault({ kind: "temporary_failure" });
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  expect(await catcher.client.messages()).toEqual([]);
  await send();
  expect(await catcher.client.messages()).toHaveLength(1);
});

test("D6: a connection cut after DATA leaves the mail with the server and the sender in doubt", async () => {
  await catcher.client.addFault({ kind: "cut_after_data" });
  await expect(send()).rejects.toThrow();
  expect(await catcher.client.waitFor("donor@example.com")).toHaveLength(1);
  await send();
  const mails = await catcher.client.messages();
  expect(mails.map((mail) => mail.messageId)).toEqual(["<receipt-1@jiedui.example>", "<receipt-1@jiedui.example>"]);
});

test("chaos 7: a tarpit makes the sender give up at its own time limit", async () => {
  await catcher.client.addFault({ kind: "tarpit", delayMs: 60_000 });
  const transport = createTransport({ url: catcher.smtpUrl, greetingTimeout: 100 });
  await expect(transport.sendMail({ from: "a@example.com", to: "b@example.com", text: "x" })).rejects.toThrow(
    /[Gg]reeting/,
  );
});

test("a wrong fault is refused, and pages in a browser may steer nothing", async () => {
  await expect(catcher.client.addFault(JSON.parse('{"kind":"explode"}'))).rejects.toThrow("400");
  const foreign = await fetch(`${catcher.url}/messages.json`, { headers: { Origin: "http://evil.example" } });
  expect(foreign.status).toBe(403);
});

test("with a directory the mails outlive a restart", async () => {
  const directory = mkdtempSync(join(tmpdir(), "mails-"));
  try {
    const first = await startSmtpCatcher({ port: 0, httpPort: 0, directory });
    await createTransport({ url: first.smtpUrl }).sendMail({ from: "a@example.com", to: "b@example.com", text: "x" });
    await first.stop();
    const second = await startSmtpCatcher({ port: 0, httpPort: 0, directory });
    expect(await second.client.messages("b@example.com")).toMatchObject([{ id: 1 }]);
    await second.client.clear();
    expect(await second.client.messages()).toEqual([]);
    await second.stop();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a taken port is said so", async () => {
  await expect(startSmtpCatcher({ port: 0, httpPort: catcher.httpPort })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
