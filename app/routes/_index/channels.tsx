import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";

type ChannelsProps = { counts: { needs: number; policies: number; results: number } };

/** 扶贫需求, 帮扶渠道, 政策宣传, 帮扶成效: the four channels of S35, each one tap from home. */
export function Channels({ counts }: ChannelsProps) {
  const t = useMessages();
  const words = t.home;
  const channels: { to: string; icon: IconName; title: string; text: string; note: string }[] = [
    {
      to: paths.needs(),
      icon: "map-pin",
      title: t.layout.needs,
      text: words.needsText,
      note: words.needsCount(counts.needs),
    },
    { to: paths.ways(), icon: "handshake", title: t.layout.ways, text: words.waysText, note: words.waysCount },
    {
      to: paths.policies(),
      icon: "scroll-text",
      title: t.layout.policies,
      text: words.policiesText,
      note: words.policiesCount(counts.policies),
    },
    {
      to: paths.results(),
      icon: "sprout",
      title: t.layout.results,
      text: words.resultsText,
      note: words.resultsCount(counts.results),
    },
  ];
  return (
    <section aria-labelledby="channels">
      <h2 id="channels" className="sr-only">
        {words.channelsTitle}
      </h2>
      <ul className="channels">
        {channels.map((channel) => (
          <li key={channel.to} className="card p-4 md:p-5">
            <Icon name={channel.icon} className="h-8 w-8 text-pine" />
            <h3 className="mt-2 text-lg md:text-xl">
              <Link to={channel.to} className="card-link">
                {channel.title}
              </Link>
            </h3>
            <p className="hidden text-muted sm:block">{channel.text}</p>
            <p className="figure mt-auto pt-2 font-bold text-pine">
              {channel.note} <Icon name="arrow-right" />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
