import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ErrorSummary } from "./form.tsx";
import { FormMessagesContext, type FormState } from "./form-field.ts";
import { Icon } from "./icon.tsx";
import type { FormMessages } from "./validation-message.ts";

export type Crumb = { to: string; label: ReactNode };

type PageProps = {
  title: ReactNode;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  /** Small words above the title: a kind, a code. */
  eyebrow?: ReactNode;
  /** The way here, without 首页 and without this page. */
  breadcrumbs?: readonly Crumb[];
  /** Badges beside the title. */
  badges?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** A second column on wide screens; below the content on phones. */
  aside?: ReactNode;
  /** On phones the second column comes first: where it holds what one came for (progress, the give button). */
  asideFirst?: boolean;
  /** The conform form of the page: its errors are listed above the title. */
  form?: FormState;
  /** The same for a page with several forms. */
  forms?: readonly FormState[];
  /** Words for the codes of this page's commands. */
  messages?: FormMessages;
  /** Field name → label, for the error summary. */
  labels?: Readonly<Record<string, string>>;
  /** A narrow column: forms and long text. */
  narrow?: boolean;
  children: ReactNode;
};

/** The frame of every page inside header and footer: breadcrumb, error summary, title, content. */
export function Page(props: PageProps) {
  const {
    title,
    lead,
    eyebrow,
    breadcrumbs,
    badges,
    actions,
    aside,
    asideFirst,
    form,
    forms = [],
    messages = {},
    labels,
    narrow,
  } = props;
  return (
    <FormMessagesContext.Provider value={messages}>
      <div className="wrap pb-16">
        {breadcrumbs ? <Breadcrumbs crumbs={breadcrumbs} current={title} /> : <div className="pt-6" />}
        {[...(form ? [form] : []), ...forms].map((one) => (
          <ErrorSummary key={one.id} form={one} messages={messages} labels={labels} />
        ))}
        <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pt-2 pb-6">
          <div className="min-w-0">
            {eyebrow && <p className="text-sm text-muted">{eyebrow}</p>}
            <h1 className="text-2xl md:text-3xl">{title}</h1>
            {badges && <p className="mt-3 flex flex-wrap gap-2">{badges}</p>}
            {lead && <p className="mt-3 max-w-measure text-lg text-muted">{lead}</p>}
          </div>
          {actions && <div className="no-print flex flex-wrap gap-3">{actions}</div>}
        </header>
        {aside ? (
          <div className="columns-main-aside">
            {asideFirst && <aside className="stack min-w-0">{aside}</aside>}
            <div className="stack min-w-0">{props.children}</div>
            {!asideFirst && <aside className="stack min-w-0">{aside}</aside>}
          </div>
        ) : (
          <div className={narrow ? "stack max-w-measure" : "stack"}>{props.children}</div>
        )}
      </div>
    </FormMessagesContext.Provider>
  );
}

/** 首页 › … › this page. `Page` renders it. */
export function Breadcrumbs({ crumbs, current }: { crumbs: readonly Crumb[]; current: ReactNode }) {
  const t = useMessages();
  return (
    <nav aria-label={t.layout.breadcrumb} className="no-print pt-2 text-sm">
      <ol className="flex flex-wrap items-center gap-x-1">
        {[{ to: paths.home(), label: t.layout.home }, ...crumbs].map((crumb) => (
          <li key={crumb.to} className="flex items-center gap-1">
            <Link to={crumb.to} className="tap">
              {crumb.label}
            </Link>
            <Icon name="chevron-right" className="text-muted" />
          </li>
        ))}
        <li aria-current="page" className="font-bold">
          {current}
        </li>
      </ol>
    </nav>
  );
}

type SectionProps = {
  title: ReactNode;
  /** Anchor of the section. */
  id?: string;
  lead?: ReactNode;
  /** A link or button at the right of the title. */
  action?: ReactNode;
  children: ReactNode;
};

/** A part of a page under an h2, with a hairline above. */
export function Section({ title, id, lead, action, children }: SectionProps) {
  return (
    <section id={id} className="section">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="text-xl">{title}</h2>
        {action}
      </div>
      {lead && <p className="mt-1 max-w-measure text-muted">{lead}</p>}
      <div className="section-body mt-4">{children}</div>
    </section>
  );
}
