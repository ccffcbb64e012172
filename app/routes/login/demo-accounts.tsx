import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";

type DemoAccount = { key: string; email: string; password: string; name: string; role: string };

type DemoAccountsProps = { accounts: readonly DemoAccount[]; secret: string | null; action: string };

/** One button per persona, in the demo only: the people are made up and so are their passwords and their authenticator. */
export function DemoAccounts({ accounts, secret, action }: DemoAccountsProps) {
  const t = useMessages();
  const words = t.accounts.login;
  return (
    <Section title={words.demoTitle} lead={words.demoLead}>
      {secret && (
        <p className="text-sm text-muted">
          {words.demoSecret} <span className="figure [overflow-wrap:anywhere]">{secret}</span>
        </p>
      )}
      <ul className="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">
        {accounts.map((account) => (
          <li key={account.key} className="flex flex-col gap-2 border-t border-line py-4">
            <span className="font-bold">{account.role}</span>
            <span className="text-sm text-muted">{account.email}</span>
            <Form action={action} className="mt-auto">
              <input type="hidden" name="email" value={account.email} />
              <input type="hidden" name="password" value={account.password} />
              <input type="hidden" name="persona" value="1" />
              <SubmitButton tone="secondary">{words.demoSignIn(account.name)}</SubmitButton>
            </Form>
          </li>
        ))}
      </ul>
    </Section>
  );
}
