import { useTranslations } from "use-intl";

export interface Scale {
  acceptUpTo: number;
  reviewUpTo: number;
}

const inWords = (distance: number) => distance.toFixed(3);

const WIDTH = 400;
const AXIS_Y = 34;

/** A distance on its axis. What it shows stands in words beside it, so that it may be a picture to screen readers. */
export function DistanceScale({ scale, distance }: { scale: Scale; distance?: number | undefined }) {
  const t = useTranslations("scale");
  const end = Math.max(1, scale.reviewUpTo * 1.4, (distance ?? 0) * 1.1);
  const at = (value: number) => 6 + (value / end) * (WIDTH - 12);
  const hasReview = scale.reviewUpTo > scale.acceptUpTo;
  const zones = [
    { name: hasReview ? t("accept") : t("near"), zone: "accept", from: 0, to: scale.acceptUpTo },
    ...(hasReview ? [{ name: t("review"), zone: "review", from: scale.acceptUpTo, to: scale.reviewUpTo }] : []),
    { name: hasReview ? t("reject") : t("far"), zone: "reject", from: scale.reviewUpTo, to: end },
  ];
  const label = [
    distance === undefined ? t("none") : t("distance", { distance: inWords(distance) }),
    ...zones.slice(0, -1).map(({ name, to }) => t("upTo", { name, to: inWords(to) })),
    t("beyond", { name: zones.at(-1)?.name ?? "" }),
  ].join(", ");
  return (
    <svg className="scale" viewBox={`0 0 ${WIDTH} 76`} role="img" aria-label={label}>
      {zones.map(({ name, zone, from, to }) => (
        <g key={name}>
          <rect className={`zone zone-${zone}`} x={at(from)} y={AXIS_Y} width={at(to) - at(from)} height={14} />
          {at(to) - at(from) > 44 ? (
            <text className="zone-name" x={(at(from) + at(to)) / 2} y={AXIS_Y + 36} textAnchor="middle">
              {name}
            </text>
          ) : null}
        </g>
      ))}
      {distance === undefined ? null : (
        <g>
          <path className="marker" d={`M ${at(distance)} ${AXIS_Y + 16} l -6 -14 h 12 z`} />
          <line className="marker-line" x1={at(distance)} x2={at(distance)} y1={AXIS_Y - 10} y2={AXIS_Y + 16} />
          <text
            className="marker-name"
            x={Math.min(Math.max(at(distance), 24), WIDTH - 24)}
            y={AXIS_Y - 16}
            textAnchor="middle"
          >
            {inWords(distance)}
          </text>
        </g>
      )}
    </svg>
  );
}
