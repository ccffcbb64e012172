import PostalMime from "postal-mime";

/** A mail as its reader would see it, and the envelope it travelled in. */
export type CaughtMail = {
  /** Counts up from 1 in the order of arrival. */
  id: number;
  receivedAt: string;
  envelopeFrom: string;
  /** Every address the mail was really sent to, in lower case. */
  envelopeTo: string[];
  messageId: string | null;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Array<{ name: string; value: string }>;
  attachments: Array<{ filename: string; mimeType: string; bytes: number }>;
  /** Size of the whole mail on the wire. */
  bytes: number;
};

/** The fields that only the server knows. */
export type Envelope = Pick<CaughtMail, "id" | "receivedAt" | "envelopeFrom" | "envelopeTo">;

/** Reads the raw mail of a DATA command. */
export async function parseMail(raw: Buffer, envelope: Envelope): Promise<CaughtMail> {
  const mail = await PostalMime.parse(raw);
  return {
    ...envelope,
    messageId: mail.messageId ?? null,
    from: mail.from ? printAddress(mail.from) : "",
    to: (mail.to ?? []).map(printAddress),
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html ?? "",
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? "",
      mimeType,
      bytes: typeof content === "string" ? Buffer.byteLength(content) : content.byteLength,
    })),
    bytes: raw.length,
  };
}

function printAddress(address: { name: string; address?: string | undefined }): string {
  return address.name && address.address ? `${address.name} <${address.address}>` : (address.address ?? address.name);
}
