import { useRouteLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = guardLoader(anyone, ({ t }) => ({
  page: { title: t.accessibility.title, description: t.accessibility.lead },
}));

/** Conformance, gaps and whom to ask, as the law on accessible environments wants it (L35). */
export default function AccessibilityPage() {
  const t = useMessages();
  const words = t.accessibility;
  const contact = useRouteLoaderData<typeof rootLoader>("root")?.operator?.contact;
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[]} narrow>
      <Section title={words.largeTitle}>
        <p>{words.largeText}</p>
      </Section>
      <Section title={words.doneTitle}>
        <Points points={words.done} />
      </Section>
      <Section title={words.gapsTitle}>
        <Points points={words.gaps} />
      </Section>
      <Section title={words.standardTitle}>
        <p>{words.standardText}</p>
        <p>{words.testedText}</p>
      </Section>
      <Section title={words.browsersTitle}>
        <p>{words.browsersText}</p>
      </Section>
      <Section title={words.contactTitle}>
        <p>{words.contactText}</p>
        <p className="font-bold">{contact || words.noContact}</p>
        <p>{words.contactHelp}</p>
      </Section>
    </Page>
  );
}

function Points({ points }: { points: readonly string[] }) {
  return (
    <ul className="list-disc pl-5">
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}
