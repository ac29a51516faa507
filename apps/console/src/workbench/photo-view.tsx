import { useState } from "react";
import type { MarkedBox } from "./outcome";

/** The photo with the faces found. Boxes are in pixels of the photo as browsers show it, upright after its EXIF data. */
export function PhotoView({ url, name, boxes }: { url: string; name: string; boxes: readonly MarkedBox[] }) {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <div className="photo">
      {/* biome-ignore lint/performance/noImgElement: a local preview has nothing to optimise */}
      <img
        src={url}
        alt={`Your file ${name}`}
        onLoad={({ currentTarget }) =>
          setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
      />
      {size.width === 0
        ? null
        : boxes.map((box, index) => (
            <div
              className={box.tone === undefined ? "face-box" : `face-box face-${box.tone}`}
              key={`${box.x} ${box.y}`}
              role="img"
              aria-label={`Face ${index + 1} of ${boxes.length}${box.label === undefined ? "" : `: ${box.label}`}`}
              style={{
                left: percent(box.x, size.width),
                top: percent(box.y, size.height),
                width: percent(box.width, size.width),
                height: percent(box.height, size.height),
              }}
            >
              {box.label === undefined ? null : <span className="face-label">{box.label}</span>}
            </div>
          ))}
    </div>
  );
}
