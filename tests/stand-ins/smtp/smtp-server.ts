import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Clock } from "#tests/stand-ins/clock.ts";
import { parseMail } from "./caught-mail.ts";
import type { SmtpFaults } from "./faults.ts";
import type { Mailbox } from "./mailbox.ts";

const largestMailBytes = 10_000_000;

/** Takes every mail for every address, with any user name and password, and applies the faults that wait. */
export function createSmtpServer(mailbox: Mailbox, faults: SmtpFaults, now: Clock): SMTPServer {
  /** By the client's port: the way from a mail to the connection that a fault cuts. */
  const sockets = new Map<number, Socket>();
  const tarpits = new Map<string, number>();
  const slowly = (session: SMTPServerSession, go: () => void): void => {
    const delayMs = tarpits.get(session.id) ?? 0;
    if (delayMs === 0) go();
    else void wait(delayMs, undefined, { ref: false }).then(go);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    size: largestMailBytes,
    banner: "Jiedui local mail catcher",
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? "anybody" }),
    onConnect(session, callback) {
      if (faults.take("refuse")) {
        callback(smtpError(554, "no mail taken here just now"));
        return;
      }
      const tarpit = faults.take("tarpit");
      if (tarpit) tarpits.set(session.id, tarpit.delayMs);
      slowly(session, () => callback());
    },
    onMailFrom: (_address, session, callback) => slowly(session, () => callback()),
    onRcptTo: (_address, session, callback) => slowly(session, () => callback()),
    onClose(session) {
      tarpits.delete(session.id);
    },
    onData(stream, session, callback) {
      takeMail(stream, session, { mailbox, faults, now }).then(
        (outcome) => {
          if (outcome === "cut") sockets.get(session.remotePort)?.destroy();
          else slowly(session, () => callback(outcome === "later" ? smtpError(451, "try again later") : null));
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  server.server.on("connection", (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once("close", () => sockets.delete(remotePort));
  });
  // A client that breaks off is its own matter.
  server.on("error", () => {});
  return server;
}

async function takeMail(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { mailbox, faults, now }: { mailbox: Mailbox; faults: SmtpFaults; now: Clock },
): Promise<"taken" | "later" | "cut"> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  if (stream.sizeExceeded) throw smtpError(552, "mail too large");
  if (faults.take("temporary_failure")) return "later";
  const { mailFrom, rcptTo } = session.envelope;
  const id = mailbox.nextId();
  const mail = await parseMail(Buffer.concat(chunks), {
    id,
    receivedAt: now().toISOString(),
    envelopeFrom: mailFrom === false ? "" : mailFrom.address,
    envelopeTo: rcptTo.map(({ address }) => address.toLowerCase()),
  });
  mailbox.add(mail);
  return faults.take("cut_after_data") ? "cut" : "taken";
}

/** An error with the reply code that the server library sends. */
function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
