/** Reads one cookie of a request. Returns undefined when it is absent or not decodable; of several with the name the first counts. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const separator = part.indexOf("=");
    if (separator < 0 || part.slice(0, separator).trim() !== name) continue;
    try {
      return decodeURIComponent(part.slice(separator + 1).trim());
    } catch {
      return undefined;
    }
  }
  return undefined;
}

export type CookieOptions = { isSecure: boolean; isHttpOnly: boolean; maxAgeSeconds: number };

/** A `Set-Cookie` value for the whole site. `maxAgeSeconds: 0` removes the cookie. */
export function setCookie(name: string, value: string, options: CookieOptions): string {
  const attributes = [
    `${name}=${encodeURIComponent(value)}`,
    "Path=/",
    "SameSite=Lax",
    `Max-Age=${options.maxAgeSeconds}`,
  ];
  if (options.isHttpOnly) attributes.push("HttpOnly");
  if (options.isSecure) attributes.push("Secure");
  return attributes.join("; ");
}
