import { asc, desc, eq, lt } from "drizzle-orm";
import { noHash } from "#app/domain/proof/hashes.server.ts";
import { chainRoots } from "#db/schema/proof.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** The root of one day for those who keep a copy of it: what is in their mailbox cannot be rewritten here (F9). */
export async function chainRootMail(
  { db, t, baseUrl, language }: MailContext,
  { day = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [root] = await db.select().from(chainRoots).where(eq(chainRoots.day, day)).orderBy(asc(chainRoots.day));
  if (root === undefined) return null;
  const [previous] = await db
    .select({ root: chainRoots.root })
    .from(chainRoots)
    .where(lt(chainRoots.day, day))
    .orderBy(desc(chainRoots.day))
    .limit(1);
  const words = t.proof.mail;
  return {
    subject: words.subject(day, root.root.slice(0, 16)),
    body: (
      <MailLayout
        language={language}
        preview={root.root}
        heading={words.heading(day)}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.keep}</MailText>
        <MailFacts
          facts={[
            [t.proof.roots.root, root.root],
            [t.proof.roots.merkleRoot, root.merkleRoot],
            [t.proof.roots.previous, previous?.root ?? noHash],
            [t.proof.roots.positions, `${root.firstPosition}-${root.lastPosition}`],
            [t.proof.roots.count, String(root.leafCount)],
          ]}
        />
        <MailLink href={`${baseUrl}/ledger/roots`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}
