"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";

/** In pixels of the photo. */
export interface MarkedBox {
  x: number;
  y: number;
  width: number;
  height: number;
  label?: string | undefined;
  tone?: "good" | "unsure" | "bad" | undefined;
}

/**
 * The photo with the faces found. Boxes are in pixels of the photo as browsers show it, upright after its EXIF data.
 * @param choose when given, each face is a button that chooses it
 */
export function PhotoView({
  url,
  name,
  boxes,
  choose,
}: {
  url: string;
  name: string;
  boxes: readonly MarkedBox[];
  choose?: (index: number) => void;
}) {
  const t = useTranslations("photos");
  const [size, setSize] = useState({ width: 0, height: 0 });
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <div className="photo">
      {/* biome-ignore lint/performance/noImgElement: a local preview has nothing to optimise */}
      <img
        src={url}
        alt={t("yourFile", { name })}
        onLoad={({ currentTarget }) =>
          setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
      />
      {size.width === 0
        ? null
        : boxes.map((box, index) => {
            const words = t("faceOf", { number: index + 1, count: boxes.length });
            const about = {
              className: box.tone === undefined ? "face-box" : `face-box face-${box.tone}`,
              "aria-label": box.label === undefined ? words : `${words}: ${box.label}`,
              style: {
                left: percent(box.x, size.width),
                top: percent(box.y, size.height),
                width: percent(box.width, size.width),
                height: percent(box.height, size.height),
              },
            };
            return choose === undefined ? (
              <div key={`${box.x} ${box.y}`} role="img" {...about}>
                <Label text={box.label} />
              </div>
            ) : (
              <button
                key={`${box.x} ${box.y}`}
                type="button"
                aria-pressed={box.tone === "good"}
                onClick={() => choose(index)}
                {...about}
              >
                <Label text={box.label} />
              </button>
            );
          })}
    </div>
  );
}

function Label({ text }: { text: string | undefined }) {
  return text === undefined ? null : <span className="face-label">{text}</span>;
}
