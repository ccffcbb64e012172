import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";

type DemoAccount = { key: string; email: string; password: string; name: string; role: string };

/** One button per persona, in the demo only: the people are made up and so are their passwords. */
export function DemoAccounts({ accounts, action }: { accounts: readonly DemoAccount[]; action: string }) {
  const t = useMessages();
  const words = t.accounts.login;
  return (
    <Panel title={words.demoTitle} tone="pine">
      <p className="text-sm text-muted">{words.demoLead}</p>
      <ul className="border-t border-line">
        {accounts.map((account) => (
          <li key={account.key} className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-2">
            <span className="min-w-0">
              <span className="block font-bold">{account.role}</span>
              <span className="block text-sm text-muted">{account.email}</span>
            </span>
            <Form action={action} className="">
              <input type="hidden" name="email" value={account.email} />
              <input type="hidden" name="password" value={account.password} />
              <SubmitButton tone="secondary">{words.demoSignIn(account.name)}</SubmitButton>
            </Form>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
