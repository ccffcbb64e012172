import { and, eq, gt, isNull } from "drizzle-orm";
import { passwordResetKey } from "#app/domain/accounts/password-reset-key.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { roleGrants } from "#db/schema/accounts.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { passwordResets } from "#db/schema/second-factors.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** A role was given or has ended. Somebody new gets the link to a password; a role that ended before the mail went out invites nobody. */
export async function roleChangedMail(
  { db, sealer, t, baseUrl, language, at }: MailContext,
  { grantId = "", change = "", resetId = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [grant] = await db
    .select({
      role: roleGrants.role,
      regionCode: roleGrants.regionCode,
      placeName: regions.shortName,
      validTo: roleGrants.validTo,
      endedAt: roleGrants.endedAt,
    })
    .from(roleGrants)
    .leftJoin(regions, eq(regions.code, roleGrants.regionCode))
    .where(eq(roleGrants.id, grantId));
  if (!grant || (change === "given") !== (grant.endedAt === null)) return null;
  const words = t.roles.mail;
  const place = grant.regionCode === "" ? t.accounts.me.everywhere : (grant.placeName ?? grant.regionCode);
  const role = t.accounts.me.roleIn(t.accounts.staffRoles[grant.role], place);
  const isInvited = change === "given" && resetId !== "" && (await isGoodLink({ db, at }, resetId));
  const subject = change === "given" ? words.given(role) : words.ended(role);
  const lastDay = grant.validTo === null ? null : dayInChina(new Date(grant.validTo.getTime() - 1));
  const link = isInvited ? `/login/reset?key=${passwordResetKey(sealer, resetId)}` : "/me/roles";
  return {
    subject,
    body: (
      <MailLayout
        language={language}
        preview={subject}
        heading={subject}
        reason={words.why}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        {change === "given" && lastDay !== null && <MailFacts facts={[[words.until, lastDay]]} />}
        <MailText>{change === "ended" ? words.endedText : isInvited ? words.invited : words.signInAgain}</MailText>
        <MailLink href={`${baseUrl}${link}`}>{isInvited ? words.setPassword : words.open}</MailLink>
      </MailLayout>
    ),
  };
}

async function isGoodLink({ db, at }: Pick<MailContext, "db" | "at">, resetId: string): Promise<boolean> {
  const rows = await db
    .select({ id: passwordResets.id })
    .from(passwordResets)
    .where(and(eq(passwordResets.id, resetId), isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, at)));
  return rows.length > 0;
}
