import type { HelpBehind } from "#app/domain/household-cases/help-behind-queries.server.ts";
import type { FileRecords } from "#app/domain/household-cases/household-case-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner, Timeline } from "#app/ui/status.tsx";

type RecordSectionProps = { records: FileRecords; help: HelpBehind; isRemoved: boolean };

/** Exits, corrections and re-entries with reason and evidence (S14, S16, S20), and from an exit every need and gift behind it (S17). */
export function RecordSection({ records, help, isRemoved }: RecordSectionProps) {
  const t = useMessages();
  const words = t.householdCases;
  const items = itemsOf(t, records).sort((one, other) => other.at.getTime() - one.at.getTime());
  if (items.length === 0) return null;
  const isAccepted = records.exits.some((exit) => exit.state === "accepted");
  return (
    <Section title={words.records} id="exit">
      {isRemoved && help.heldFen > 0n && (
        <Banner tone="warning" title={words.heldBack(formatYuan(help.heldFen))}>
          <p>{words.heldBackHint}</p>
        </Banner>
      )}
      <Timeline
        items={items.map(({ id, title, at, lines, files }) => ({
          id,
          title,
          time: formatMinute(at),
          note: (
            <>
              {lines.filter(Boolean).map((line) => (
                <p key={line}>{line}</p>
              ))}
              {files.map((file) => (
                <p key={file} className="no-print">
                  <a href={paths.file(file)} className="tap">
                    {words.evidence}
                  </a>
                </p>
              ))}
            </>
          ),
        }))}
      />
      {isAccepted && help.needs.length > 0 && (
        <>
          <h3 className="text-lg">{words.behind}</h3>
          <p className="text-muted">{words.behindLead}</p>
          <LinkList
            items={help.needs.flatMap((need) => [
              {
                to: paths.staffNeed(need.id),
                label: need.title,
                note: words.givenTo(formatYuan(need.givenFen), need.giftCount),
              },
              ...(need.giftCount > 0 && need.isPublic
                ? [{ to: paths.ledgerNeed(need.publicCode), label: `${need.title} · ${words.seeMoney}` }]
                : []),
            ])}
          />
        </>
      )}
    </Section>
  );
}

type Item = { id: string; title: string; at: Date; lines: string[]; files: string[] };

function itemsOf(t: ReturnType<typeof useMessages>, { exits, corrections, reentries }: FileRecords): Item[] {
  const words = t.householdCases;
  const given = (...ids: (string | null)[]) => ids.filter((id) => id !== null);
  return [
    ...exits.map((exit) => ({
      id: exit.id,
      title:
        exit.state === "accepted"
          ? words.exitAccepted(exit.inspectorName ?? "")
          : exit.state === "stopped"
            ? words.exitStopped
            : words.exitProposed,
      at: exit.closedAt ?? exit.proposedAt,
      lines: [
        words.reasonLine(exit.reason),
        exit.findings ? words.findingsLine(exit.findings) : "",
        exit.incomePerPersonFen === null ? "" : words.incomeLine(formatYuan(exit.incomePerPersonFen)),
        exit.helpUntil ? words.helpUntil(exit.helpUntil) : "",
        exit.stopReason ? words.reasonLine(exit.stopReason) : "",
      ],
      files: given(exit.evidenceFileId, exit.signatureFileId),
    })),
    ...corrections.map((one) => ({
      id: one.id,
      title: `${words.correctionKinds[one.kind]} · ${words.correctionStates[one.state]}`,
      at: one.decidedAt ?? one.proposedAt,
      lines: [words.reasonLine(one.reason), one.decisionReason ? words.reasonLine(one.decisionReason) : ""],
      files: given(one.evidenceFileId),
    })),
    ...reentries.map((one) => ({
      id: one.id,
      title: `${words.reentry} · ${words.reentryStates[one.state]}`,
      at: one.approvedAt ?? one.refusedAt ?? one.reviewedAt ?? one.appliedAt,
      lines: [
        words.reasonLine(one.reason),
        one.effectiveFrom ? words.effectiveFrom(one.effectiveFrom) : "",
        one.refusalReason ? words.reasonLine(one.refusalReason) : "",
      ],
      files: given(one.evidenceFileId),
    })),
  ];
}
