import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

export type SiteOperator = { name: string; contact: string; registration: string };

type SiteFooterProps = {
  isDemo: boolean;
  /** Null where the operator has not said who it is. */
  operator: SiteOperator | null;
  /** The public page the footer stands under, for a complaint about it (S121). */
  complaintAbout: string | undefined;
};

/** Who runs the site, how to reach it, where everything is (U31). Nothing is claimed that the operator has not configured. */
export function SiteFooter({ isDemo, operator, complaintAbout }: SiteFooterProps) {
  const t = useMessages();
  return (
    <footer className="site-footer no-print">
      <div className="wrap grid grid-cols-2 gap-8 py-10 md:grid-cols-[2fr_1fr_1fr]">
        <div className="col-span-2 max-w-measure md:col-span-1">
          <p className="font-title text-lg font-bold">{t.common.siteFullName}</p>
          <p className="mt-2">{t.layout.footerPromise}</p>
          {operator && <OperatorLines operator={operator} />}
          {isDemo && <p className="mt-2">{t.layout.noOperatorInDemo}</p>}
          <p className="mt-2">
            <Link
              to={paths.complaintNew(complaintAbout === undefined ? {} : { about: complaintAbout })}
              className="tap font-bold"
              rel="nofollow"
            >
              {t.complaints.link}
            </Link>
          </p>
        </div>
        <FooterLinks
          title={t.layout.sitemap}
          links={[
            { to: paths.needs(), label: t.layout.needs },
            { to: paths.villages(), label: t.layout.villages },
            { to: paths.ways(), label: t.layout.ways },
            { to: paths.volunteerProjects(), label: t.layout.volunteerProjects },
            { to: paths.results(), label: t.layout.results },
          ]}
        />
        <FooterLinks
          title={t.layout.help}
          links={[
            { to: paths.policies(), label: t.layout.policies },
            { to: paths.notices(), label: t.layout.notices },
            { to: paths.ledger(), label: t.layout.ledger },
            { to: paths.verify(), label: t.receipts.verify.title },
            { to: paths.accessibility(), label: t.layout.accessibility },
            { to: paths.complaints(), label: t.layout.report },
            { to: paths.policy("privacy"), label: t.layout.privacy },
          ]}
        />
      </div>
    </footer>
  );
}

function OperatorLines({ operator }: { operator: SiteOperator }) {
  const t = useMessages();
  const lines = [
    [t.layout.operator, operator.name],
    [t.layout.contact, operator.contact],
    [t.layout.icp, operator.registration],
  ];
  return (
    <dl className="mt-2">
      {lines
        .filter(([, value]) => value !== "")
        .map(([term, value]) => (
          <div key={term} className="flex gap-2">
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function FooterLinks({ title, links }: { title: string; links: readonly { to: string; label: string }[] }) {
  return (
    <nav aria-label={title}>
      <p className="font-bold">{title}</p>
      <ul>
        {links.map((link) => (
          <li key={link.to}>
            <Link to={link.to} className="tap">
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
