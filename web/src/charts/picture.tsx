/** A chart tells the tile around it how to draw itself as a picture; the tile offers it as a file. */
import { createContext, use, useEffect, useEffectEvent, type RefObject } from "react";

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export type Draw = () => Picture | null;

export const PictureContext = createContext<RefObject<Draw | null> | null>(null);

export function usePicture(draw: Draw): void {
  const place = use(PictureContext);
  const latest = useEffectEvent(draw);
  useEffect(() => {
    if (place === null) return undefined;
    const held: Draw = () => latest();
    place.current = held;
    return () => {
      if (place.current === held) place.current = null;
    };
  }, [place]);
}

/** The picture as a PNG of twice its size on the page's own ground; null where the browser cannot draw it. */
export async function toPng({ svg, width, height }: Picture, ground: string): Promise<Blob | null> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    const pen = canvas.getContext("2d");
    if (pen === null) return null;
    pen.fillStyle = ground;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
