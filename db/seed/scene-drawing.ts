import type { Scene } from "./pictures.server.ts";
import type { Random } from "./random.ts";

/** Colours of one light: sky above and at the horizon, far and near hills, ground, walls, roofs, and what glows. */
type Light = {
  sky: readonly [string, string];
  sun: string;
  hills: readonly [string, string, string];
  ground: string;
  groundShade: string;
  leaf: string;
  leafShade: string;
  wall: string;
  wallShade: string;
  roof: string;
  path: string;
  water: string;
  dark: string;
};

const lights: readonly Light[] = [
  {
    sky: ["#cfe3e6", "#f6efe0"],
    sun: "#fff6df",
    hills: ["#b5cdca", "#8fb3a6", "#6d9a85"],
    ground: "#a9bf83",
    groundShade: "#8fab6c",
    leaf: "#5f8f63",
    leafShade: "#487551",
    wall: "#f3ead9",
    wallShade: "#dccfb8",
    roof: "#8d5a48",
    path: "#d9ccb0",
    water: "#a7cfd4",
    dark: "#45524b",
  },
  {
    sky: ["#a9d2e4", "#e9f3ee"],
    sun: "#ffffff",
    hills: ["#a8c9c4", "#7fae95", "#5b9273"],
    ground: "#b4c878",
    groundShade: "#97b05f",
    leaf: "#4e8a58",
    leafShade: "#3a6e47",
    wall: "#fbf6ea",
    wallShade: "#e2d8c4",
    roof: "#a0654c",
    path: "#e3d8bf",
    water: "#8fc4d6",
    dark: "#3c4a46",
  },
  {
    sky: ["#8f9fb8", "#f3cfa8"],
    sun: "#ffe3b0",
    hills: ["#9aa3ad", "#75867f", "#566f63"],
    ground: "#8f9a66",
    groundShade: "#768253",
    leaf: "#4c6b50",
    leafShade: "#3a5641",
    wall: "#ead8bf",
    wallShade: "#cbb698",
    roof: "#6f4a41",
    path: "#c7b395",
    water: "#b3bcc0",
    dark: "#33403d",
  },
];

/** One picture as SVG: hills under a sky, then what the scene is about. Nobody is in it. */
export function drawScene(scene: Scene, variant: number, width: number, height: number, random: Random): string {
  const light = lights[variant % lights.length] ?? lights[0];
  if (!light) throw new RangeError("no light");
  if (scene === "paper") return drawPaper(width, height, random);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1200 800">`,
    `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.sky[0]}"/><stop offset="1" stop-color="${light.sky[1]}"/></linearGradient></defs>`,
    `<rect width="1200" height="800" fill="url(#s)"/>`,
    `<circle cx="${random.int(180, 1000)}" cy="${random.int(120, 230)}" r="${random.int(44, 66)}" fill="${light.sun}" opacity=".85"/>`,
    hill(random, 400, 70, light.hills[0]),
    hill(random, 450, 60, light.hills[1]),
    hill(random, 505, 42, light.hills[2]),
    `<rect y="520" width="1200" height="280" fill="${light.ground}"/>`,
    `<path d="M0 600 Q300 ${random.int(560, 610)} 640 612 T1200 590 V800 H0 Z" fill="${light.groundShade}" opacity=".55"/>`,
    foregrounds[scene](light, random),
    `</svg>`,
  ].join("");
}

function hill(random: Random, base: number, swing: number, colour: string): string {
  const points = [0, 240, 480, 720, 960, 1200].map((x) => [x, base + random.int(-swing, swing)] as const);
  const curve = points
    .slice(1)
    .map(([x, y], index) => {
      const before = points[index]?.[1] ?? base;
      return `C${x - 150} ${before - random.int(0, swing)} ${x - 90} ${y + random.int(-swing / 2, swing / 2)} ${x} ${y}`;
    })
    .join(" ");
  return `<path d="M0 ${points[0]?.[1] ?? base} ${curve} V800 H0 Z" fill="${colour}"/>`;
}

function tree(light: Light, x: number, y: number, size: number): string {
  return [
    `<rect x="${x - size * 0.06}" y="${y - size * 0.5}" width="${size * 0.12}" height="${size * 0.5}" fill="${light.roof}"/>`,
    `<ellipse cx="${x}" cy="${y - size * 0.72}" rx="${size * 0.44}" ry="${size * 0.38}" fill="${light.leaf}"/>`,
    `<ellipse cx="${x + size * 0.14}" cy="${y - size * 0.62}" rx="${size * 0.28}" ry="${size * 0.24}" fill="${light.leafShade}" opacity=".6"/>`,
  ].join("");
}

function bamboo(light: Light, x: number, y: number, random: Random): string {
  return Array.from({ length: 9 }, (_, index) => {
    const lean = random.int(-26, 26);
    const top = y - random.int(170, 240);
    const foot = x + index * 13;
    return `<path d="M${foot} ${y} Q${foot + lean * 0.3} ${(y + top) / 2} ${foot + lean} ${top}" stroke="${index % 2 ? light.leaf : light.leafShade}" stroke-width="7" fill="none" stroke-linecap="round"/>`;
  }).join("");
}

function building(light: Light, x: number, y: number, width: number, height: number, windows: number): string {
  const gap = width / (windows + 1);
  return [
    `<rect x="${x}" y="${y - height}" width="${width}" height="${height}" fill="${light.wall}"/>`,
    `<rect x="${x + width * 0.72}" y="${y - height}" width="${width * 0.28}" height="${height}" fill="${light.wallShade}" opacity=".6"/>`,
    `<path d="M${x - 26} ${y - height} L${x + 34} ${y - height - height * 0.46} H${x + width - 34} L${x + width + 26} ${y - height} Z" fill="${light.roof}"/>`,
    `<path d="M${x - 26} ${y - height} H${x + width + 26} v9 H${x - 26} Z" fill="${light.dark}" opacity=".25"/>`,
    ...Array.from({ length: windows }, (_, index) =>
      index === Math.floor(windows / 2)
        ? `<rect x="${x + gap * (index + 1) - 24}" y="${y - height * 0.66}" width="48" height="${height * 0.66}" fill="${light.roof}" opacity=".85"/>`
        : `<rect x="${x + gap * (index + 1) - 22}" y="${y - height * 0.66}" width="44" height="44" rx="3" fill="${light.water}" stroke="${light.wallShade}" stroke-width="6"/>`,
    ),
  ].join("");
}

function path(light: Light, random: Random): string {
  const bend = random.int(420, 760);
  return `<path d="M470 800 C${bend} 720 ${bend + 120} 660 ${bend - 40} 612 S${bend + 60} 556 ${bend + 30} 524 L${bend + 56} 524 C${bend + 120} 562 ${bend + 60} 590 ${bend + 60} 618 S${bend + 330} 700 830 800 Z" fill="${light.path}"/>`;
}

function rows(light: Light, from: number, to: number): string {
  return Array.from({ length: 9 }, (_, index) => {
    const y = from + ((to - from) * index * index) / 64;
    return `<path d="M-20 ${y + 26} Q600 ${y - 22} 1220 ${y + 18}" stroke="${index % 2 ? light.leaf : light.leafShade}" stroke-width="${6 + index * 2.2}" fill="none" opacity=".8"/>`;
  }).join("");
}

function lamp(light: Light, x: number, y: number, height: number): string {
  const top = y - height;
  return [
    `<rect x="${x - 4}" y="${top}" width="8" height="${height}" fill="${light.dark}"/>`,
    `<path d="M${x} ${top + 14} h${height * 0.22}" stroke="${light.dark}" stroke-width="6"/>`,
    `<rect x="${x + height * 0.14}" y="${top + 10}" width="${height * 0.14}" height="9" rx="3" fill="${light.sun}"/>`,
    `<path d="M${x - height * 0.17} ${top - 4} l${height * 0.3} -${height * 0.1} v11 l-${height * 0.3} ${height * 0.1} Z" fill="#3f5d78"/>`,
    `<path d="M${x + height * 0.21} ${top + 20} L${x - height * 0.05} ${y} H${x + height * 0.48} Z" fill="${light.sun}" opacity=".22"/>`,
  ].join("");
}

/** A signed sheet on a table: minutes and consents. The lines are strokes, no words. */
function drawPaper(width: number, height: number, random: Random): string {
  const lines = Array.from({ length: 11 }, (_, index) => {
    const y = 250 + index * 38;
    return `<path d="M400 ${y} h${index % 4 === 3 ? random.int(120, 240) : random.int(340, 400)}" stroke="#a9a498" stroke-width="7" stroke-linecap="round"/>`;
  });
  const signature = `<path d="M600 ${random.int(672, 684)} q30 -${random.int(40, 60)} 52 0 t50 -8 t46 6 q20 -34 40 -4" stroke="#33506b" stroke-width="6" fill="none" stroke-linecap="round"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1200 800">`,
    `<rect width="1200" height="800" fill="#b99b78"/><path d="M0 180 H1200 M0 410 H1200 M0 640 H1200" stroke="#a98a66" stroke-width="6"/>`,
    `<g transform="rotate(${random.int(-3, 3)} 600 400)"><rect x="352" y="96" width="500" height="660" fill="#8f7354" opacity=".5"/><rect x="340" y="80" width="500" height="660" fill="#fdfbf5"/>`,
    `<path d="M470 160 h240" stroke="#55534c" stroke-width="14" stroke-linecap="round"/>`,
    ...lines,
    signature,
    `<circle cx="520" cy="664" r="46" fill="none" stroke="#c0503f" stroke-width="7" opacity=".8"/><path d="M498 664 h44 M520 642 v44" stroke="#c0503f" stroke-width="6" opacity=".7"/></g>`,
    `</svg>`,
  ].join("");
}

const foregrounds: Readonly<Record<Exclude<Scene, "paper">, (light: Light, random: Random) => string>> = {
  well: (light, random) =>
    [
      path(light, random),
      tree(light, 240, 640, 260),
      bamboo(light, 930, 640, random),
      `<ellipse cx="620" cy="690" rx="150" ry="48" fill="${light.wallShade}"/><path d="M470 640 v50 a150 48 0 0 0 300 0 v-50 Z" fill="${light.wall}"/>`,
      `<ellipse cx="620" cy="640" rx="150" ry="48" fill="${light.wallShade}"/><ellipse cx="620" cy="642" rx="122" ry="36" fill="${light.water}"/>`,
      `<path d="M500 636 V470 M740 636 V470" stroke="${light.roof}" stroke-width="14"/><path d="M470 476 L620 416 L770 476 Z" fill="${light.roof}"/><path d="M620 470 v92" stroke="${light.dark}" stroke-width="4"/><rect x="596" y="560" width="48" height="44" rx="6" fill="${light.roof}"/>`,
    ].join(""),
  lamp: (light, random) =>
    [path(light, random), tree(light, 150, 620, 190), tree(light, 1080, 610, 170)]
      .concat([
        lamp(light, 330, 770, 340),
        lamp(light, 860, 680, 230),
        lamp(light, 560, 610, 140),
        lamp(light, 760, 566, 84),
      ])
      .join(""),
  road: (light, random) =>
    [
      tree(light, 170, 640, 230),
      `<path d="M380 800 C520 690 760 650 640 590 S600 540 640 522 h30 C640 548 700 566 730 600 S900 700 930 800 Z" fill="#cfcac0"/>`,
      `<path d="M655 796 C690 700 742 648 690 598" stroke="#f5f1e6" stroke-width="7" stroke-dasharray="34 26" fill="none"/>`,
      tree(light, 1010, 650, 250),
      bamboo(light, 60, 720, random),
    ].join(""),
  bridge: (light) =>
    [
      `<path d="M0 660 Q600 ${610} 1200 670 V800 H0 Z" fill="${light.water}"/><path d="M120 720 h190 M520 752 h240 M860 716 h170" stroke="#ffffff" stroke-width="5" opacity=".5" stroke-linecap="round"/>`,
      `<path d="M180 640 Q600 470 1020 640 v38 H180 Z" fill="${light.wall}"/><path d="M330 678 a110 92 0 0 1 220 0 Z M650 678 a110 92 0 0 1 220 0 Z" fill="${light.water}"/>`,
      `<path d="M180 612 Q600 442 1020 612" stroke="${light.wallShade}" stroke-width="12" fill="none"/>`,
      tree(light, 110, 640, 220),
      tree(light, 1100, 640, 250),
    ].join(""),
  school: (light, random) =>
    [
      path(light, random),
      building(light, 330, 640, 560, 170, 5),
      `<rect x="246" y="380" width="6" height="260" fill="${light.dark}"/><path d="M252 386 h70 v44 h-70 Z" fill="#c8503c"/>`,
      tree(light, 1020, 660, 260),
      tree(light, 140, 680, 210),
    ].join(""),
  field: (light, random) =>
    [rows(light, 560, 790), tree(light, 1040, 590, 200), bamboo(light, 90, 610, random)].join(""),
  orchard: (light, random) =>
    Array.from({ length: 15 }, (_, index) => {
      const line = Math.floor(index / 5);
      const x = 90 + (index % 5) * 260 + (line % 2) * 110;
      const y = 590 + line * 85;
      const size = 150 + line * 46;
      const fruit = Array.from(
        { length: 9 },
        () =>
          `<circle cx="${x + random.int(-40, 40) * (size / 150)}" cy="${y - size * 0.72 + random.int(-30, 30) * (size / 150)}" r="${6 + line * 2}" fill="#b8483f"/>`,
      ).join("");
      return tree(light, x, y, size) + fruit;
    }).join(""),
  house: (light, random) =>
    [
      path(light, random),
      building(light, 440, 650, 360, 160, 3),
      bamboo(light, 880, 650, random),
      tree(light, 270, 680, 250),
    ].join(""),
  clinic: (light, random) =>
    [
      path(light, random),
      building(light, 420, 645, 400, 180, 3),
      `<circle cx="620" cy="426" r="30" fill="#fff"/><path d="M620 408 v36 M602 426 h36" stroke="#3f7f6a" stroke-width="11"/>`,
      tree(light, 230, 670, 240),
      tree(light, 1000, 650, 200),
    ].join(""),
  hall: (light, random) =>
    [
      path(light, random),
      building(light, 520, 650, 480, 165, 5),
      tree(light, 290, 690, 420),
      `<ellipse cx="290" cy="694" rx="130" ry="18" fill="${light.wallShade}"/>`,
    ].join(""),
  bees: (light, random) =>
    [
      tree(light, 180, 620, 240),
      tree(light, 620, 600, 260),
      tree(light, 1050, 620, 240),
      ...Array.from({ length: 6 }, (_, index) => {
        const x = 110 + index * 180;
        const y = 690 + random.int(-10, 22);
        return `<rect x="${x}" y="${y - 70}" width="104" height="70" fill="${index % 2 ? "#d8b26a" : "#c99b55"}"/><rect x="${x - 8}" y="${y - 84}" width="120" height="18" rx="3" fill="${light.wallShade}"/><rect x="${x + 32}" y="${y - 16}" width="40" height="7" fill="${light.dark}"/><path d="M${x + 10} ${y} v16 M${x + 94} ${y} v16" stroke="${light.dark}" stroke-width="8"/>`;
      }),
    ].join(""),
  market: (light) =>
    [
      ...[90, 370, 650, 930].map(
        (x, index) =>
          `<rect x="${x}" y="410" width="250" height="230" fill="${index % 2 ? light.wall : light.wallShade}"/><rect x="${x - 6}" y="392" width="262" height="22" fill="${light.roof}"/><rect x="${x + 34}" y="440" width="50" height="62" fill="${light.water}"/><rect x="${x + 160}" y="440" width="50" height="62" fill="${light.water}"/><path d="M${x + 12} 640 v-70 a50 50 0 0 1 100 0 v70 Z M${x + 136} 640 v-70 a50 50 0 0 1 100 0 v70 Z" fill="${light.dark}" opacity=".5"/>`,
      ),
      `<rect y="640" width="1200" height="24" fill="${light.wallShade}"/><path d="M0 664 H1200 V800 H0 Z" fill="${light.path}"/>`,
      tree(light, 60, 690, 210),
    ].join(""),
};
