import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * What happens to one request on its way: `lose_answer` is the bad one, the site has done it and nobody heard. `silence` answers nothing until
 * the front closes.
 */
export type Fault = "pass" | "lose_request" | "lose_answer" | "error_500" | "silence";

export type FaultyFront = {
  url: string;
  /** Where the site is. */
  aim: (siteUrl: string) => void;
  /** Decides for each request; by default all pass. */
  setFaults: (decide: (request: { method: string; path: string }) => Fault) => void;
  /** Bodies of the POSTs that came here, whatever happened to them. */
  posts: { path: string; type: string; body: Buffer; fault: Fault }[];
  close: () => Promise<void>;
};

/** A line of one's own between browser and site, on its own port: give its address to the site as `BASE_URL`. */
export async function startFaultyFront(): Promise<FaultyFront> {
  let target = "";
  let decide: (request: { method: string; path: string }) => Fault = () => "pass";
  const posts: FaultyFront["posts"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
      const fault = decide({ method: request.method ?? "GET", path });
      if (request.method === "POST") posts.push({ path, type: request.headers["content-type"] ?? "", body, fault });
      treat(fault, { request, response, body, target });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    aim: (siteUrl) => {
      target = siteUrl;
    },
    setFaults: (next) => {
      decide = next;
    },
    posts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Passing = { request: IncomingMessage; response: ServerResponse; body: Buffer; target: string };

function treat(fault: Fault, { request, response, body, target }: Passing): void {
  if (fault === "silence") return;
  if (fault === "lose_request") {
    response.destroy();
    return;
  }
  if (fault === "error_500") {
    response.writeHead(500, { "Content-Type": "text/html" }).end("<h1>500</h1>");
    return;
  }
  const { hostname, port } = new URL(target);
  const upstream = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers });
  upstream.on("error", () => response.destroy());
  upstream.on("response", (answer) => {
    if (fault === "lose_answer") {
      answer.resume().on("end", () => response.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.end(body);
}
