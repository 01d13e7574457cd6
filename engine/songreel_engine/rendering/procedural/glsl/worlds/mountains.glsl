// A rocky ridge above a sea of clouds, ranges behind ranges.
//
// Metres; y up. The trail runs along z on a ledge that ends ahead (+z) in a drop; behind (-z) the ridge climbs to its summit.
// Lines of flags hang between two poles near the end, a cairn stands beside them. Kept clear for cameras and the performer in
// every seed: |x| < 1.4 and, above y = .9, |x| < 2.3, for -8 < z < 6.5.
const float GROUND = 2.;
const float CLOUD_SEA = 3.;
const float PEAK = 4.;
const float STONE = 5.;
const float CAIRN = 6.;
const float POLE = 7.;
const float FLAG = 8.;
const float LANTERN = 9.;

const float CLOUD_Y = -10.;
const float ROCK_CELL = 1.9;
const float FLAG_SPACING = .36;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
float peak_x = (chance(1.) - .5) * 60.;
float second_peak_x = peak_x + (chance(2.) > .5 ? 85. : -85.);
float crag_side = chance(3.) > .5 ? 1. : -1.;
float crag_height = 4.5 + 3. * chance(4.);
float ledge_end = 6.1 + .5 * chance(5.);
vec2 cairn_place = vec2(-crag_side * (1.75 + .3 * chance(6.)), 6.9 + .6 * chance(7.));
vec3 left_top = vec3(-2.45, 2.75 + .4 * chance(8.), 7.4 + .9 * chance(9.));
vec3 right_top = vec3(2.45, 2.75 + .4 * chance(10.), 7.4 + .9 * chance(11.));
vec3 left_anchor = vec3(-8.5, 1.5, 11. + 3. * chance(12.));
vec3 right_anchor = vec3(8.5, 1.5, 11. + 3. * chance(13.));

// Metres from the ledge's edge in plan, below 0 on it.
float fromLedge(vec2 x) {
  float behind = max(-8. - x.y, 0.);
  float wander = 1.6 * sin(behind * .13 + SEED * 6.) * smoothstep(0., 9., behind);
  float side = abs(x.x - wander) - 3.1 + .9 * smoothstep(0., 14., behind) - .45 * sin(x.y * .8 + SEED * 5.);
  float horns = 3.2 * smoothstep(.9, 2.4, abs(x.x));
  return max(side, x.y - ledge_end - horns - .25 * sin(x.x * 2.3 + SEED * 4.));
}

// A wall of rock on one side, and the ridge climbing behind.
float crag(vec2 x) {
  float wall = smoothstep(3.4, 6.5, crag_side * x.x) * smoothstep(15., 8., x.y) * smoothstep(-1., 5., x.y);
  return wall * crag_height * (.55 + .9 * vn(x * .42 + SEED * 9.));
}

float climb(float z) {
  float behind = max(-8. - z, 0.);
  return 15. * smoothstep(0., 46., behind) + .35 * sin(behind * .5) * smoothstep(0., 5., behind);
}

// The ranges: low and near the clouds close by, higher the farther.
float ranges(vec2 x) {
  float away = length(x);
  float ring = smoothstep(34., 75., away);
  vec2 to_peaks = (x.x - vec2(peak_x, second_peak_x)) / vec2(42., 34.);
  float ahead = smoothstep(60., 190., x.y);
  float peak = dot(vec2(1., .6), exp(-to_peaks * to_peaks)) * ahead;
  float far = smoothstep(70., 260., away);
  float rows = .66 + .34 * cos((away - 80. + 30. * vn(x * .02 + SEED * 3.)) * .082);
  float height = (31. + 24. * far) * rows + 44. * peak;
  return -32. + 14. * far + ring * height * (ridge(x * .0115 + SEED * 13.7, away > 34. ? 5 : 0) + .22);
}

float ledgeHeight(vec2 x, float from_ledge) {
  float edge = from_ledge + .9 * (vn(x * .9) - .5);
  float fall = max(edge, 0.);
  float off_trail = smoothstep(.8, 2.2, abs(x.x));
  float rough = off_trail * (.30 * vn(x * 1.3 + SEED * 3.) + .10 * vn(x * 4.1)) + .014 * vn(x * 6.);
  return rough - 1.9 * fall - .8 * min(fall, 1.) * vn(x * 1.7) + crag(x) + climb(x.y);
}

// How high the clouds bulge, 0..1: fbm bent by itself.
float billows(vec2 x) {
  vec2 bent = x + 7. * vec2(sin(x.y * .09 + SEED * 5.), sin(x.x * .08 + SEED * 3.));
  return smoothstep(.22, .72, fbm(bent * .052 + SEED * 5., 4));
}

float cloudHeight(vec2 x) {
  return CLOUD_Y + 6. * billows(x);
}

vec2 terrain(vec3 p) {
  float edge = fromLedge(p.xz);
  float steep = mix(.8, .45, smoothstep(-1.6, -.3, edge));
  vec2 ledge = vec2((p.y - ledgeHeight(p.xz, edge)) * steep, GROUND);
  vec2 peaks = vec2((p.y - ranges(p.xz)) * .46, PEAK);
  vec2 clouds = vec2((p.y - cloudHeight(p.xz)) * .75, CLOUD_SEA);
  return U(U(ledge, peaks), clouds);
}

// Boulders along both edges of the ledge, one or none a cell.
float boulders(vec3 p) {
  vec2 cell = floor(p.xz / ROCK_CELL);
  vec2 middle = (cell + .5) * ROCK_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  float big = .20 + .36 * k2 * k2;
  bool lies = k > .30 && abs(middle.x) > 1.8 && fromLedge(middle) < -.35 && abs(middle.y) < 12.;
  vec3 q = vec3(p.x - middle.x - (k2 - .5) * .5, p.y - .12, p.z - middle.y - (fract(k * 7.) - .5) * .6);
  float lump = .22 * sin(q.x * 4.1 / big * .4 + k * 9.) * sin(q.z * 1.9 / big + k2 * 7.) + .10 * sin(q.y * 3.3 / big + q.x * 5.);
  float d = (ell(q, vec3(1.25, .85, 1.) * big) - lump * big) * .6;
  float outside = box(p, vec3(4., .8, 12.2));
  gCell = outside > 0. ? gCell : min(gCell, min(cellStep(p.x - middle.x, gRd.x, ROCK_CELL * .5), cellStep(p.z - middle.y, gRd.z, ROCK_CELL * .5)));
  return outside > 0. ? outside + .3 : (lies ? d : 1e3);
}

// Flat stones, each laid on the one below and smaller.
float cairn(vec3 p) {
  vec3 q = p - vec3(cairn_place.x, 0., cairn_place.y);
  float n = clamp(floor(q.y / .21), 0., 5.);
  float d = 1e3;
  for (int i = 0; i < 2; i++) {
    float layer = clamp(n + float(i), 0., 6.);
    float wide = .50 - .065 * layer;
    float k = h1(layer + SEED * 7.);
    vec3 s = q - vec3((k - .5) * .10, .12 + .21 * layer, (fract(k * 9.) - .5) * .10);
    s.xz = rot(s.xz, k * 6.28);
    d = min(d, box(s, vec3(wide, .075, wide * .72)) - .035 - .02 * sin(s.x * 9. + k * 5.));
  }
  return d * .75;
}

// Flags on a sagging line from a to b: (distance, material).
vec2 flagLine(vec3 p, vec3 a, vec3 b, float sag) {
  vec3 line = b - a;
  float len = length(line.xz);
  vec2 dir = line.xz / len;
  float along = clamp(dot(p.xz - a.xz, dir), 0., len);
  float u = along / len;
  float level = p.y - mix(a.y, b.y, u) + sag * 4. * u * (1. - u);
  float aside = dot(p.xz - a.xz, vec2(-dir.y, dir.x));
  float beyond = dot(p.xz - a.xz, dir) - along;
  float rope = length(vec3(aside, level, beyond)) - .013;
  float n = floor(along / FLAG_SPACING);
  float k = h1(n + len * 3. + SEED * 11.);
  float hang = clamp(-level / .36, 0., 1.);
  float local = along - (n + .5) * FLAG_SPACING;
  float wave = hang * (.10 * (k - .3) + .035 * sin(local * 22. + level * 9. + k * 6.28));
  vec3 cloth = vec3(local, level + .185, aside - wave);
  float flag = box(cloth, vec3(.135, .165, .006)) - .004;
  flag = max(flag, abs(beyond) - .01);
  return U(vec2(rope * .9, POLE), vec2(flag * .6, FLAG));
}

// The poles, a heap of stones around the foot of each, and a lantern on one.
vec2 poles(vec3 p) {
  vec3 top = p.x < 0. ? left_top : right_top;
  vec3 foot = vec3(top.x * .96, -.6, top.z);
  vec2 pole = vec2(cap(p, foot, top + vec3(0, .22, 0), .05, .035), POLE);
  vec3 heap = p - vec3(foot.x, .02, foot.z);
  float stones = (ell(heap, vec3(.42, .30, .40)) - .05 * sin(heap.x * 13.) * sin(heap.z * 12.) - .03 * sin(heap.y * 19.)) * .7;
  float inward = -crag_side * sign(top.x);
  vec3 l = p - top - vec3(-.20 * sign(top.x), -1.05, 0);
  bool hangs = inward < 0.;
  float glass = hangs ? cyl(l, .075, .105) : 1e3;
  float lid = hangs ? max(length(l.xz) - .12 + .5 * clamp(l.y - .10, 0., .2), abs(l.y - .165) - .06) * .8 : 1e3;
  float arm = hangs ? cap(l, vec3(0, .22, 0), vec3(.20 * sign(top.x), .26, 0), .014, .014) : 1e3;
  vec2 r = U(pole, vec2(stones, CAIRN));
  return U(r, U(vec2(glass, LANTERN), vec2(min(lid, arm), POLE)));
}

vec2 props(vec3 p) {
  vec2 r = U(vec2(boulders(p), STONE), vec2(cairn(p), CAIRN));
  r = U(r, poles(p));
  r = U(r, flagLine(p, left_top, right_top, .45));
  vec3 from = p.x < 0. ? left_top : right_top;
  vec3 to = p.x < 0. ? left_anchor : right_anchor;
  return U(r, flagLine(p, from, to, .5));
}

// What throws shadows, simpler than `world` and nowhere outside it. The clouds shade nothing.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  float land = max(ledgeHeight(p.xz, fromLedge(p.xz)) - .03, ranges(p.xz) - .1);
  vec3 top = p.x < 0. ? left_top : right_top;
  float pole = cap(p, vec3(top.x * .96, -.6, top.z), top, .045, .03);
  float flags = flagLine(p, left_top, right_top, .45).x;
  return min(min((p.y - land) * .5, min(pole, flags)), min(cairn(p), boulders(p) + .02));
}

vec3 ledgeColour(vec3 p, vec3 n, float t) {
  float fine = mix(vn(p.xz * 15. + p.y * 9.), .5, smoothstep(5., 16., t));
  float strata = fbm(vec2(p.x * .4 + p.z * .3, p.y * 2.3), 3);
  vec3 rock = mix(vec3(.16, .145, .14), vec3(.40, .35, .30), strata) * (.7 + .5 * fine);
  float grows = smoothstep(.55, .85, n.y) * smoothstep(.50, .60, .75 * vn(p.xz * 1.3 + SEED * 3.) + .2 * vn(p.xz * 5.) + .12 * fine);
  vec3 grass = mix(vec3(.10, .115, .05), vec3(.25, .225, .11), .5 * fine + .5 * vn(p.xz * 5.));
  vec3 trail = mix(vec3(.30, .26, .21), vec3(.47, .41, .33), .6 * fine + .4 * vn(p.xz * 2.7));
  float edge = abs(p.x) + .35 * (vn(p.xz * 1.7) - .5) + .25 * (vn(p.xz * 6.) - .5) + .2 * (fine - .5);
  float level = smoothstep(.7, .9, n.y) * smoothstep(-14., -8., p.z);
  float pebbles = smoothstep(.60, .74, vn(p.xz * 12.)) * smoothstep(14., 5., t);
  trail *= 1. - .20 * pebbles;
  vec3 colour = mix(rock, grass, grows);
  colour = mix(colour, trail, smoothstep(.90, .70, edge) * level);
  float snow = smoothstep(.78, .86, n.y * (.55 + .6 * vn(p.xz * .5 + SEED * 7.)) + .1 * fine) * smoothstep(1.1, 1.9, abs(p.x));
  snow = max(snow, smoothstep(4., 10., p.y + 3. * vn(p.xz * .4)) * smoothstep(.5, .75, n.y));
  return mix(colour, vec3(.86, .88, .93), snow);
}

vec3 peakColour(vec3 p, vec3 n) {
  float strata = fbm(vec2(p.x * .11 + p.z * .08, p.y * .5), 3);
  vec3 rock = mix(vec3(.13, .13, .16), vec3(.33, .29, .27), strata);
  float wood = smoothstep(2., -9., p.y + 6. * vn(p.xz * .09));
  rock = mix(rock, vec3(.055, .085, .06) * (.6 + .8 * vn(p.xz * .8)), wood);
  float lies = smoothstep(.40, .64, n.y + .3 * fbm(p.xz * .17, 3) - .14);
  return mix(rock, vec3(.88, .90, .95), lies * smoothstep(9., 32., p.y + 12. * vn(p.xz * .11)));
}

vec3 flagColour(vec3 p) {
  vec3 a = abs(p.x) > 2.5 ? (p.x < 0. ? left_top : right_top) : left_top;
  vec3 b = abs(p.x) > 2.5 ? (p.x < 0. ? left_anchor : right_anchor) : right_top;
  float along = dot(p.xz - a.xz, normalize(b.xz - a.xz));
  float n = mod(floor(along / FLAG_SPACING), 5.);
  vec3 colour = n < .5 ? vec3(.09, .24, .56) : (n < 1.5 ? vec3(.86, .85, .80) : vec3(.66, .10, .09));
  colour = n > 2.5 ? vec3(.11, .42, .20) : colour;
  return n > 3.5 ? vec3(.90, .64, .10) : colour;
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  float grain = vn(p.xz * 9. + p.y * 7.);
  if (id == GROUND) {
    albedo = ledgeColour(p, n, t) * mix(1., .75, WET);
  } else if (id == CLOUD_SEA) {
    float bulge = billows(p.xz);
    albedo = mix(vec3(.40, .47, .60), vec3(.90, .91, .93), smoothstep(.05, .75, bulge + .12 * (vn(p.xz * .5) - .5)));
  } else if (id == PEAK) {
    albedo = peakColour(p, n);
  } else if (id == STONE || id == CAIRN) {
    float lichen = smoothstep(.60, .72, vn(p.xz * 6. + p.y * 5.));
    albedo = mix(vec3(.17, .155, .15), vec3(.40, .36, .32), fbm(p.xz * 3. + p.y * 2., 3)) * (.75 + .4 * grain);
    albedo = mix(albedo, vec3(.42, .38, .13), .45 * lichen);
  } else if (id == POLE) {
    albedo = vec3(.17, .12, .085) * (.7 + .5 * vn(vec2(p.x * 20., p.y * 3.)));
  } else if (id == FLAG) {
    albedo = flagColour(p) * (.85 + .25 * grain);
  } else {
    albedo = vec3(.5, .42, .30);
    emission = vec3(1., .62, .25) * 2.8 * LIT;
  }
  // The clouds' edge is soft on the rock, and each range stands paler than the one before it.
  float soaked = id == PEAK ? smoothstep(9., 0., p.y - cloudHeight(p.xz)) : 0.;
  float air = smoothstep(40., 290., t) * (id == PEAK ? .46 : .3);
  albedo = mix(albedo, vec3(.70, .76, .86), max(.9 * soaked * soaked, air * step(20., t)));
}
