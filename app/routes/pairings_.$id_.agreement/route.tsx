import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { findPairingSide } from "#app/domain/pairings/find-pairing.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { agreementText } from "../org_.pairings_.$id/agreement-text.ts";

/** The agreement on paper (S39, S72): as it was signed, or as it will be. For both sides and staff of the place. */
export const loader = guardLoader(signedIn, async ({ services, actor, params, t }) => {
  const found = await findPairingSide(services.db, { pairingId: params.id ?? "", actor });
  if (found === null) throw notFound();
  const { pairing } = found;
  return {
    page: { title: t.deeds.agreement.title, isPrivate: true },
    publicCode: pairing.publicCode,
    lines: (pairing.agreementText ?? agreementText(t, pairing)).split("\n"),
    signedOn: pairing.agreedAt === null ? null : dayInChina(pairing.agreedAt),
    printedOn: dayInChina(services.clock.now()),
  };
});

export default function AgreementPage() {
  const words = useMessages().deeds.agreement;
  const { publicCode, lines, signedOn, printedOn } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} eyebrow={words.number(publicCode)} narrow>
      <PrintHeader number={words.number(publicCode)} asOf={printedOn} />
      {lines.map((line) => (
        <p key={line} className="mb-3 max-w-measure">
          {line}
        </p>
      ))}
      <p className="font-bold">{signedOn === null ? words.notSigned : words.signedOn(signedOn)}</p>
      <Section title={words.signatureHelper}>
        <p className="border-b border-line py-4" />
      </Section>
      <Section title={words.signatureVillage}>
        <p className="border-b border-line py-4" />
      </Section>
      <Section title={words.signatureStaff}>
        <p className="border-b border-line py-4" />
      </Section>
    </Page>
  );
}
