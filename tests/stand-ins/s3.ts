import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

export type S3StandIn = {
  url: string;
  objects: Map<string, Buffer>;
  /** What the next requests meet, in order, before they are served again. */
  troubles: ("500" | "503" | "hang up" | "break off" | "stall")[];
  requests: { method: string; key: string }[];
  close: () => Promise<void>;
};

/**
 * A small S3: one bucket, whole objects, path-style addresses. It works out every signature by itself, from the bytes it received, in the
 * way the standard's text describes it, and shares no line with the code that signs.
 */
export async function startS3StandIn(secrets: {
  accessKeyId: string;
  secretAccessKey: string;
  bucket: string;
}): Promise<S3StandIn> {
  const objects = new Map<string, Buffer>();
  const troubles: S3StandIn["troubles"] = [];
  const requests: S3StandIn["requests"] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = "" } = request;
    const path = request.url ?? "";
    const key = path.slice(secrets.bucket.length + 2);
    requests.push({ method, key });
    const trouble = troubles.shift();
    if (trouble === "stall") return;
    if (trouble === "hang up") return void request.socket.destroy();
    if (trouble === "500" || trouble === "503") return void response.writeHead(Number(trouble)).end("<Error/>");
    if (!isSigned(request, body, secrets))
      return void response.writeHead(403).end("<Error>SignatureDoesNotMatch</Error>");
    if (!path.startsWith(`/${secrets.bucket}/`)) return void response.writeHead(404).end();
    if (method === "PUT") {
      objects.set(key, body);
      return void response.writeHead(200).end();
    }
    if (method === "DELETE") {
      objects.delete(key);
      return void response.writeHead(204).end();
    }
    const found = objects.get(key);
    if (found === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Length": found.length });
    if (method === "HEAD") return void response.end();
    if (trouble !== "break off") return void response.end(found);
    response.write(found.subarray(0, Math.floor(found.length / 2)), () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    troubles,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const mac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text, "utf8").digest();

function isSigned(
  request: IncomingMessage,
  body: Buffer,
  secrets: { accessKeyId: string; secretAccessKey: string },
): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (given === null) return false;
  const [, keyId = "", day = "", region = "", signedHeaders = "", signature = ""] = given;
  const stamp = String(request.headers["x-amz-date"]);
  const hash = createHash("sha256").update(body).digest("hex");
  const age = Math.abs(Date.now() - Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z")));
  if (keyId !== secrets.accessKeyId || request.headers["x-amz-content-sha256"] !== hash || !(age < 900_000))
    return false;
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => signedHeaders.split(";").includes(name)))
    return false;
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  let text = `${request.method}\n${path}\n${query}\n`;
  for (const name of signedHeaders.split(";")) text += `${name}:${String(request.headers[name]).trim()}\n`;
  text += `\n${signedHeaders}\n${hash}`;
  const canonical = createHash("sha256").update(text).digest("hex");
  const ofDay = mac(`AWS4${secrets.secretAccessKey}`, day);
  const signing = mac(mac(mac(ofDay, region), "s3"), "aws4_request");
  const scope = `${day}/${region}/s3/aws4_request`;
  return mac(signing, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${canonical}`).toString("hex") === signature;
}
