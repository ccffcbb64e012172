import { Link } from "@remix-run/react";
import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";
import { Masked } from "./masked.tsx";

type HouseholdFactsProps = { file: HouseholdFile; hasPublicPage: boolean; canReveal: boolean };

/** Where, why and since when the household is on file. */
export function HouseholdFacts({ file, hasPublicPage, canReveal }: HouseholdFactsProps) {
  const t = useMessages();
  const words = t.households;
  const revealTo = (field: string) => (canReveal ? paths.staffHouseholdReveal(file.id, { field }) : null);
  const items: (Description | null)[] = [
    { term: words.village, details: [file.villageName, file.groupName].filter(Boolean).join(" ") },
    {
      term: words.programmeLine,
      details: `${t.vocabulary.programmes[file.programme]} · ${words.since(file.programmeFrom)}`,
    },
    { term: words.causes, details: file.causes.map((cause) => t.vocabulary.causes[cause]).join(" · ") },
    file.strengths ? { term: words.strengths, details: file.strengths } : null,
    file.circumstances
      ? { term: words.circumstances, details: <span className="whitespace-pre-line">{file.circumstances}</span> }
      : null,
    file.phoneMasked
      ? { term: words.phone, details: <Masked mask={file.phoneMasked} revealTo={revealTo("phone")} /> }
      : null,
    file.bankAccountMasked
      ? {
          term: words.bankAccount,
          details: (
            <>
              {file.bankName && `${file.bankName} `}
              <Masked mask={file.bankAccountMasked} revealTo={revealTo("bank_account")} />
            </>
          ),
        }
      : null,
    {
      term: words.publicCode,
      details: hasPublicPage ? <Link to={paths.household(file.publicCode)}>{file.publicCode}</Link> : file.publicCode,
    },
    { term: words.createdAt, details: formatMinute(file.createdAt) },
  ];
  return (
    <Section title={words.situation}>
      {file.isErased && <Banner tone="info" title={t.reveals.due.erasedBanner} />}
      <DescriptionList items={items.filter((item) => item !== null)} />
    </Section>
  );
}
