import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";

/** The way of a need from the village to this page, in five steps. */
export function Chain() {
  const t = useMessages();
  return (
    <Section title={t.home.chainTitle} action={<MoreLink to={paths.notices()}>{t.home.seeNotices}</MoreLink>}>
      <ol className="chain">
        {t.home.chain.map((step, index) => (
          <li key={step.title}>
            <span className="chain-number figure" aria-hidden="true">
              {index + 1}
            </span>
            <h3>{step.title}</h3>
            <p className="text-muted">{step.text}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
