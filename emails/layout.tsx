import { Body, Container, Head, Heading, Hr, Html, Link, Preview, Text } from "@react-email/components";
import type { ReactNode } from "react";

const ink = "#22302c";
const font = '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

type MailLayoutProps = {
  language: string;
  preview: string;
  heading: string;
  /** One line saying why this person gets this mail. */
  reason: string;
  siteName: string;
  siteUrl: string;
  children: ReactNode;
};

/** The frame of every mail: one column, readable on a phone, no picture that must be loaded. */
export function MailLayout({ language, preview, heading, reason, siteName, siteUrl, children }: MailLayoutProps) {
  return (
    <Html lang={language}>
      <Head />
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#f7f4ed", fontFamily: font, color: ink, margin: 0, padding: "24px 0" }}>
        <Container
          style={{ backgroundColor: "#ffffff", border: "1px solid #ddd6c6", padding: "28px 24px", maxWidth: "560px" }}
        >
          <Text style={{ margin: "0 0 16px", fontSize: "14px", color: "#5b665f" }}>{siteName}</Text>
          <Heading as="h1" style={{ fontSize: "22px", lineHeight: "1.4", margin: "0 0 16px" }}>
            {heading}
          </Heading>
          {children}
          <Hr style={{ borderColor: "#ddd6c6", margin: "24px 0 12px" }} />
          <Text style={{ fontSize: "13px", color: "#5b665f", margin: 0 }}>
            {reason} <Link href={siteUrl}>{siteUrl}</Link>
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

export function MailText({ children }: { children: ReactNode }) {
  return <Text style={{ fontSize: "16px", lineHeight: "1.7", margin: "0 0 12px" }}>{children}</Text>;
}

/** Label and value, line by line. */
export function MailFacts({ facts }: { facts: readonly (readonly [label: string, value: string])[] }) {
  return (
    <table role="presentation" style={{ width: "100%", borderCollapse: "collapse", margin: "8px 0 16px" }}>
      <tbody>
        {facts.map(([label, value]) => (
          <tr key={label}>
            <td
              style={{
                padding: "6px 12px 6px 0",
                color: "#5b665f",
                fontSize: "14px",
                whiteSpace: "nowrap",
                verticalAlign: "top",
              }}
            >
              {label}
            </td>
            <td style={{ padding: "6px 0", fontSize: "16px" }}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function MailLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Text style={{ margin: "16px 0" }}>
      <Link
        href={href}
        style={{
          backgroundColor: "#1f5c4d",
          color: "#ffffff",
          padding: "12px 20px",
          textDecoration: "none",
          display: "inline-block",
        }}
      >
        {children}
      </Link>
    </Text>
  );
}
