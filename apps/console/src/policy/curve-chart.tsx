"use client";

import { Card, Stack, Text, Title } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useTranslations } from "use-intl";
import type { PolicyFieldsFragment } from "../generated/graphql";
import { useSiteFacts } from "./use-site-facts";

/** Until it is known how wide the page is. */
const FIRST_WIDTH = 640;
const HEIGHT = 260;
const LEFT = 56;
const BOTTOM = 32;

/** Errors by distance on the model's benchmark, with the cuts in force: what moving one of them trades for what. */
export function CurveChart({ policy }: { policy: PolicyFieldsFragment }) {
  const t = useTranslations("policy");
  const facts = useSiteFacts();
  const size = useElementSize();
  const curve = facts?.first.models.find(({ id }) => id === policy.modelId)?.referenceCurve;
  if (!curve) return null;
  // Drawn in the pixels that there are, so that its words stay as large as all others.
  const width = size.width || FIRST_WIDTH;
  const points = [...curve.points].sort((a, b) => a.distance - b.distance);
  const [from = 0, to = 1] = [points[0]?.distance, points.at(-1)?.distance];
  const x = (distance: number) => LEFT + ((distance - from) / (to - from)) * (width - LEFT - 8);
  // From one in a million to all, each step a factor of ten.
  const y = (rate: number) => 8 + (-Math.log10(Math.max(rate, 1e-6)) / 6) * (HEIGHT - BOTTOM - 8);
  const path = (rate: "fmr" | "fnmr") =>
    points
      .map((point, i) => `${i === 0 ? "M" : "L"}${x(point.distance).toFixed(1)} ${y(point[rate]).toFixed(1)}`)
      .join(" ");
  const cuts = [
    { name: t("acceptCut"), distance: policy.acceptDistance },
    { name: t("reviewCut"), distance: policy.reviewDistance },
    { name: t("identifyCut"), distance: policy.identifyDistance },
  ].filter(({ distance }) => distance >= from && distance <= to);
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("curve")}
        </Title>
        <div ref={size.ref}>
          <svg className="curve" width={width} height={HEIGHT} role="img" aria-label={t("curveSummary")}>
            {[0, 1, 2, 3, 4, 5, 6].map((power) => (
              <g key={power}>
                <line className="grid" x1={LEFT} x2={width - 8} y1={y(10 ** -power)} y2={y(10 ** -power)} />
                <text x={LEFT - 6} y={y(10 ** -power) + 4} textAnchor="end">
                  {power === 0 ? "1" : `10⁻${"⁰¹²³⁴⁵⁶"[power]}`}
                </text>
              </g>
            ))}
            {cuts.map(({ name, distance }, i) => (
              <g key={name}>
                <line className="cut" x1={x(distance)} x2={x(distance)} y1={8} y2={HEIGHT - BOTTOM} />
                <text x={x(distance) - 4} y={HEIGHT - BOTTOM - 6 - 16 * i} textAnchor="end">
                  {name}
                </text>
              </g>
            ))}
            <path className="fmr" d={path("fmr")} />
            <path className="fnmr" d={path("fnmr")} />
            {[from, (from + to) / 2, to].map((distance) => (
              <text key={distance} x={Math.min(x(distance), width - 24)} y={HEIGHT - 10} textAnchor="middle">
                {distance.toFixed(2)}
              </text>
            ))}
          </svg>
        </div>
        <Text size="sm">
          <span className="key-fmr" /> {t("strangers")} <span className="key-fnmr" /> {t("missed")}
        </Text>
        <Text size="sm" c="dimmed">
          {t("benchmark", { benchmark: curve.benchmark })}
        </Text>
      </Stack>
    </Card>
  );
}
