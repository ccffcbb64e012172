import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import type { ChainProblem } from "#db/checks/chain-check.server.ts";
import { ProofFiles } from "../ledger_.roots/proof-files.tsx";

type ChainSectionProps = {
  lastPosition: number;
  pendingCount: number;
  lastRoot: { day: string; root: string } | null;
  walkedCount: number;
  problems: readonly { problem: ChainProblem; position: string; day: string }[];
  /** Checks of the job that runs every ten minutes which do not hold at the moment. */
  alarms: readonly { subject: string; lastSeen: string }[];
};

/** How far the hash chain has come, whether its newest links fit the database, and how to check all of it from outside (D3). */
export function ChainSection({
  lastPosition,
  pendingCount,
  lastRoot,
  walkedCount,
  problems,
  alarms,
}: ChainSectionProps) {
  const t = useMessages();
  const words = t.proof.checks;
  const checkWords: Readonly<Record<string, string>> = t.ledger.verification.checks;
  const count = walkedCount.toLocaleString("en");
  return (
    <>
      <Section title={words.title}>
        <DescriptionList
          items={[
            { term: words.position, details: lastPosition.toLocaleString("en") },
            { term: words.waiting, details: pendingCount.toLocaleString("en") },
            ...(lastRoot === null
              ? []
              : [
                  {
                    term: words.lastRoot,
                    details: (
                      <>
                        {lastRoot.day} <code className="break-all text-sm">{lastRoot.root}</code>
                      </>
                    ),
                  },
                ]),
          ]}
        />
        {problems.length === 0 ? (
          <p>{words.walked(count)}</p>
        ) : (
          <Banner tone="danger" title={words.walkedOff(count)}>
            <ul className="list-disc pl-6">
              {problems.map(({ problem, position, day }) => (
                <li key={`${position} ${problem}`}>
                  {words.at(position, day)} {words.problems[problem]}
                </li>
              ))}
            </ul>
          </Banner>
        )}
        <p>{words.every}</p>
        {alarms.map((alarm) => (
          <Banner key={alarm.subject} tone="danger">
            {words.alarm(alarm.lastSeen)} {checkWords[alarm.subject] ?? words.title}
          </Banner>
        ))}
      </Section>
      <Section title={words.outside}>
        <p>{t.proof.roots.lead}</p>
        <ProofFiles />
        <p>
          <MoreLink to={paths.ledgerRoots()}>{t.proof.how.title}</MoreLink>
        </p>
      </Section>
    </>
  );
}
