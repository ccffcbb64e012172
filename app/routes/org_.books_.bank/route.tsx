import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { listDailyBalances } from "#app/domain/bank-statements/bank-overview.server.ts";
import { statementLimits } from "#app/domain/bank-statements/bank-statement.ts";
import { countLines } from "#app/domain/bank-statements/line-queries.server.ts";
import { uploadStatementForm } from "#app/domain/bank-statements/statement-form.ts";
import { listBankAccounts, listStatements } from "#app/domain/bank-statements/statement-queries.server.ts";
import { chooseCharity } from "#app/domain/books/choose-charity.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithFile } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { BalanceSection } from "./balance-section.tsx";
import { StatementList } from "./statement-list.tsx";
import { takeStatement } from "./take-statement.server.ts";
import { UploadSection, type UploadValues } from "./upload-section.tsx";

const daysListed = 31;

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const of = { charityId: charity.id };
  const days = await listDailyBalances(services.db, of);
  return {
    page: { title: t.bankStatements.title, isPrivate: true },
    charity,
    accounts: await listBankAccounts(services.db, of),
    counts: await countLines(services.db, of),
    statements: await listStatements(services.db, of),
    days: days.slice(-daysListed).reverse(),
  };
});

/** Beside which field a refusal stands; the others belong to the file. */
const fieldOf: Readonly<Record<string, string>> = {
  account_number_needed: "accountNumber",
  which_account: "accountId",
};

/** The upload: read at once, and shown as a preview. */
export const action = guardAction(organizationMember, async ({ request, services, actor, url, context }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  await enforceRateLimit(services, { name: "bank-statement", limit: 60, windowSeconds: 3600 }, context.clientAddress);
  const { formData, file, isTooLarge } = await readFormWithFile(request, statementLimits.uploadBytes);
  const form = parseForm(formData, uploadStatementForm);
  if (!form.ok) return form.reply;
  if (isTooLarge) return form.refuse({ file: ["file_too_large"] });
  if (file === null) return form.refuse({ file: ["file_required"] });
  const result = await takeStatement(services, { charityId: charity.id, ...form.value, file }, actor);
  if (result.ok) return redirect(paths.organizationBankStatement(result.value.statementId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [fieldOf[result.code] ?? "file"]: [result.code] });
});

/** The charity's own bank accounts: their statements, what is open, and the balance of each day beside the books. */
export default function BankPage() {
  const t = useMessages();
  const words = t.bankStatements;
  const { charity, accounts, counts, statements, days } = useLoaderData<typeof loader>();
  const form = useForm<UploadValues>({ id: "upload-form", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.title}
      lead={words.lead(charity.name)}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationBooks({ charity: charity.id }), label: t.books.title },
      ]}
      form={form[0]}
      messages={{ ...t.registerImports.fileErrors, ...words.errors }}
      labels={{ file: words.upload.file, accountId: words.upload.account, accountNumber: words.upload.accountNumber }}
      actions={
        accounts.length > 0 && (
          <ButtonLink to={paths.organizationBankLines({ charity: charity.id })} icon="arrow-right">
            {words.toLines}
          </ButtonLink>
        )
      }
    >
      {accounts.length > 0 && (
        <p className="flex flex-wrap items-center gap-3">
          {accounts.map(({ id, last4 }) => (
            <span key={id} className="figure">
              {words.account(last4)}
            </span>
          ))}
          {accounts.some(({ lineCount }) => lineCount > 0) && (
            <StateBadge tone={counts.open > 0 ? "warning" : "success"}>
              {counts.open > 0 ? words.openCount(counts.open) : words.noneOpen}
            </StateBadge>
          )}
        </p>
      )}
      <UploadSection accounts={accounts} form={form} />
      <BalanceSection days={days} />
      <StatementList statements={statements} />
    </Page>
  );
}
