import { Link, NavLink, useLocation } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Icon } from "./icon.tsx";
import { Logo } from "./logo.tsx";

export type SignedInPerson = {
  name: string;
  isStaff: boolean;
  hasOrganization: boolean;
};

type SiteHeaderProps = { person: SignedInPerson | null; isLargeText: boolean };

/** Name, language, text size, sign-in, and the six ways in (S35, U31, U42). */
export function SiteHeader({ person, isLargeText }: SiteHeaderProps) {
  const t = useMessages();
  return (
    <header className="no-print border-b border-line bg-surface">
      <div className="wrap flex flex-wrap items-center justify-between gap-x-4 py-2">
        <Link to={paths.home()} className="tap gap-3 text-ink no-underline">
          <Logo />
          <span className="font-title text-xl font-bold">{t.common.siteName}</span>
          <span className="hidden border-l border-line pl-3 text-sm text-muted md:inline">{t.common.tagline}</span>
        </Link>
        <div className="-mr-2 flex items-center text-sm">
          <DisplaySwitch isLargeText={isLargeText} />
          <LanguageSwitch />
          {person ? <PersonMenu person={person} /> : <SignInLink />}
        </div>
      </div>
      <MainNavigation />
    </header>
  );
}

function MainNavigation() {
  const t = useMessages();
  const channels = [
    { to: paths.needs(), label: t.layout.needs },
    { to: paths.ways(), label: t.layout.ways },
    { to: paths.policies(), label: t.layout.policies },
    { to: paths.results(), label: t.layout.results },
    { to: paths.notices(), label: t.layout.notices },
    { to: paths.ledger(), label: t.layout.ledger },
  ];
  return (
    <nav aria-label={t.layout.mainNavigation} className="main-nav">
      <ul className="wrap flex">
        {channels.map((channel) => (
          <li key={channel.to}>
            <NavLink to={channel.to} prefetch="none">
              {channel.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same page in the other language: `?lang=` is remembered by the server. */
function LanguageSwitch() {
  const t = useMessages();
  const locale = useLocale();
  const { pathname, search } = useLocation();
  const query = new URLSearchParams(search);
  query.set("lang", locale === "en" ? "zh" : "en");
  return (
    <a href={`${pathname}?${query}`} lang={locale === "en" ? "zh-CN" : "en"} rel="nofollow" className="header-tool">
      {t.layout.otherLanguage}
    </a>
  );
}

/** 长者模式 on and off; remembered in a cookie, rendered by the server (U42). */
function DisplaySwitch({ isLargeText }: { isLargeText: boolean }) {
  const t = useMessages();
  const { pathname, search } = useLocation();
  return (
    <form method="post" action={paths.setDisplay()}>
      <input type="hidden" name="next" value={`${pathname}${search}`} />
      <button
        type="submit"
        name="display"
        value={isLargeText ? "normal" : "large"}
        aria-label={isLargeText ? t.layout.normalTextLabel : t.layout.largeTextLabel}
        className="header-tool"
      >
        {isLargeText ? t.layout.largeTextOff : t.layout.largeTextOn}
      </button>
    </form>
  );
}

function SignInLink() {
  const t = useMessages();
  const { pathname, search } = useLocation();
  const isHere = pathname === paths.login() || pathname === paths.join();
  return (
    <Link to={isHere ? paths.login() : paths.login({ next: `${pathname}${search}` })} className="header-tool font-bold">
      {t.layout.signIn}
    </Link>
  );
}

function PersonMenu({ person }: { person: SignedInPerson }) {
  const t = useMessages();
  return (
    <details className="menu relative">
      <summary className="header-tool font-bold">
        <Icon name="user" />
        <span className="max-w-[8em] truncate">{person.name}</span>
        <Icon name="chevron-down" />
      </summary>
      <div className="menu-panel">
        <Link to={paths.me()}>{t.layout.me}</Link>
        <Link to={paths.myDonations()}>{t.layout.myDonations}</Link>
        {person.hasOrganization && <Link to={paths.organizationHome()}>{t.layout.organization}</Link>}
        {person.isStaff && <Link to={paths.staffHome()}>{t.layout.workspace}</Link>}
        <form method="post" action={paths.logout()}>
          <button type="submit">{t.layout.signOut}</button>
        </form>
      </div>
    </details>
  );
}

/** Above everything in the demo: what is real here and what is not, and which time it is. */
export function DemoBanner({ time, canSignIn }: { time: string; canSignIn: boolean }) {
  const t = useMessages();
  return (
    <aside aria-label={t.layout.demoTitle} className="no-print demo-banner">
      <div className="wrap flex flex-wrap items-center gap-x-4">
        <b>{t.layout.demoTitle}</b>
        <span>{t.layout.demoText}</span>
        <span className="figure">{t.layout.demoClock(time)}</span>
        {canSignIn && (
          <Link to={paths.login()} className="tap">
            {t.layout.demoLink}
          </Link>
        )}
      </div>
    </aside>
  );
}
