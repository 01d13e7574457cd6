// A small moon: cratered ground that falls away to a near horizon, a great ringed planet over it, a lander, a monolith, crystals.
//
// Metres; y up; the ground is y = 0 where the performer stands. The planet stands towards +z, a body like all else: the key
// lights it, and mist veils it as it veils far mountains. Kept clear for cameras and the performer in every seed: |x| < 2.6,
// -8 < z < 10; pebbles there are lower than a hand.
const float DUST = 2.;
const float CRAG = 3.;
const float PLANET = 4.;
const float RINGS = 5.;
const float LANDER = 6.;
const float FOIL = 7.;
const float LAMP = 8.;
const float MONOLITH = 9.;
const float CRYSTAL = 10.;
const float STONE = 11.;
const float MOON = 12.;

const float MOON_RADIUS = 260.;    // so small that the horizon is a curve
const float CRATER_CELL = 11.;
const float STONE_CELL = 1.7;
const float CRYSTAL_ROW = 6.5;
const float CRYSTAL_TOP = 4.6;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

// `v *= turned(a)` is `v = rot(v, a)`, worked out once.
mat2 turned(float angle) {
  float c = cos(angle);
  float s = sin(angle);
  return mat2(c, s, -s, c);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
float side = chance(1.) > .5 ? 1. : -1.;
float planet_radius = 30. + 12. * chance(2.);
vec3 planet_place = vec3(-side * (16. + 22. * chance(3.)), 50. + 14. * chance(4.), 150.);
vec3 small_moon = vec3(side * (8. + 14. * chance(17.)), 36. + 8. * chance(18.), -120.);
mat2 ring_roll = turned(-side * (.28 + .30 * chance(5.)));
mat2 ring_pitch = turned(-.22 - .16 * chance(6.));
float ring_gap = 1.62 + .16 * chance(7.);
vec2 lander_place = vec2(side * (4.6 + 1.0 * chance(8.)), 11.5 + 3. * chance(9.));
mat2 lander_turn = turned(chance(10.) * 1.2);
vec2 monolith_place = vec2(-side * (4.6 + 1.8 * chance(11.)), 15. + 4. * chance(12.));
mat2 monolith_turn = turned((chance(13.) - .5) * 1.1);
float crystal_hue = chance(14.);
int planet_paint = int(4. * chance(15.));
vec3 band_pale = vec3[](vec3(.86, .66, .42), vec3(.46, .70, .80), vec3(.80, .50, .46), vec3(.62, .60, .82))[planet_paint];
vec3 band_dark = vec3[](vec3(.52, .27, .15), vec3(.10, .28, .46), vec3(.42, .16, .22), vec3(.26, .20, .46))[planet_paint];
vec3 dust_tint = mix(vec3(.40, .37, .35), vec3(.42, .34, .29), chance(16.));

// A bowl with a raised rim in most cells; `size` is the cell's side. None where the performer and the cameras stand.
float crater(vec2 x, float size, float salt) {
  vec2 cell = floor(x / size);
  vec2 local = x - (cell + .5) * size;
  float k = h2(cell + salt + floor(SEED * 71.));
  vec2 offset = (vec2(fract(k * 7.), fract(k * 13.)) - .5) * size * .3;
  float reach = size * (.16 + .15 * fract(k * 23.));
  float far = length(local - offset) / reach;
  float bowl = -.50 * smoothstep(1., .2, far) + .27 * smoothstep(.45, 1., far) * smoothstep(1.65, 1., far);
  return k > .20 ? bowl * reach * .62 : 0.;
}

float groundHeight(vec2 x) {
  float away = length((x - vec2(0., 2.)) * vec2(1.35, 1.));
  float wild = smoothstep(5.2, 10., away);
  float roll = 1.1 * (vn(x * .085 + SEED * 11.) - .45) + .25 * vn(x * .45);
  float bowls = crater(x, CRATER_CELL, 3.) + .8 * crater(x + 4., 4.3, 9.);
  float hills = smoothstep(26., 70., away);
  float crags = hills > 0. ? hills * (24. * ridge(x * .022 + SEED * 9., 4) - 1.) : 0.;
  return wild * (roll + bowls) + crags - dot(x, x) / (2. * MOON_RADIUS);
}

// The planet's frame: its pole is y, its rings lie in y = 0.
vec3 planetFrame(vec3 p) {
  vec3 q = p - planet_place;
  q.xy *= ring_roll;
  q.yz *= ring_pitch;
  return q;
}

vec2 planet(vec3 p) {
  vec3 q = planetFrame(p);
  float ball = length(q) - planet_radius;
  float far = length(q.xz) / planet_radius;
  float ring = max(max(abs(q.y) - .14, (1.34 - far) * planet_radius), (far - 2.15) * planet_radius);
  ring = max(ring, (.045 - abs(far - ring_gap)) * planet_radius);
  float companion = length(p - small_moon) - 8.;
  return U(U(vec2(ball, PLANET), vec2(ring, RINGS)), vec2(companion, MOON));
}

vec2 terrain(vec3 p) {
  float rough = length(p.xz) > 30. ? CRAG : DUST;
  return U(vec2((p.y - groundHeight(p.xz)) * .68, rough), planet(p));
}

// An octagonal cabin on four legs, a dish and an antenna on top.
vec2 lander(vec3 p) {
  vec3 q = p - vec3(lander_place.x, groundHeight(lander_place), lander_place.y);
  q.xz *= lander_turn;
  vec3 s = vec3(abs(q.x), q.y, abs(q.z));
  float corner = max(max(s.x, s.z), (s.x + s.z) * .7071);
  float deck = max(corner - 1.45, abs(q.y - 1.75) - .45) - .04;
  float cabin = max(corner - 1.02 + .16 * (q.y - 2.9), abs(q.y - 2.95) - .72) - .06;
  float hatch = cyl(vec3(q.x, q.z + 1.05, q.y - 2.85).xzy, .36, .12);
  float bell = cyl(q - vec3(0, 1.0, 0), .40 - .28 * (q.y - 1.0), .28) * .9;
  float leg = min(cap(s, vec3(.95, 1.9, .95), vec3(1.75, .15, 1.75), .075, .06), cap(s, vec3(1.0, 1.35, 1.0), vec3(1.55, .65, 1.55), .04, .04));
  float foot = cyl(s - vec3(1.78, .06, 1.78), .34, .05);
  float mast = cap(q, vec3(.4, 3.6, 0.), vec3(.4, 5.1, 0.), .03, .02);
  vec3 d = q - vec3(-.45, 4.25, -.1);
  float dish = max(abs(length(d - vec3(0, .45, -.3)) - .72) - .025, d.y + d.z * -.6 - .02);
  float ladder = max(box(q - vec3(0, 1.0, -1.62), vec3(.24, .95, .03)), .17 - abs(abs(fract(q.y * 3.6) - .5) - .5) - abs(abs(q.x) - .2));
  float lamps = length(vec3(s.x - 1.02, q.y - 2.32, s.z - 1.02)) - .10;
  vec2 r = U(vec2(deck, FOIL), vec2(min(cabin, min(dish, mast)), LANDER));
  r = U(r, vec2(min(min(leg, foot), min(bell, ladder)) * .9, LANDER));
  r = U(r, vec2(hatch, LAMP));
  return U(r, vec2(lamps, LAMP));
}

float monolith(vec3 p) {
  vec3 q = p - vec3(monolith_place.x, groundHeight(monolith_place) + 2.9, monolith_place.y);
  q.xz *= monolith_turn;
  return box(q, vec3(.95, 3.2, .28)) - .02;
}

// The group of crystals in whose stretch p lies: foot in plan, size (0 where none grows), and its chance. Groups stand in two
// rows, one to either side.
vec4 crystalPlan(vec3 p) {
  float row = floor(p.z / CRYSTAL_ROW + .5);
  float on = p.x > 0. ? 1. : -1.;
  float k = h2(vec2(row + 30., on * 3. + 9.) + floor(SEED * 83.));
  vec2 foot = vec2(on * (4.1 + 2.6 * fract(k * 9.)), row * CRYSTAL_ROW + (fract(k * 17.) - .5) * 2.2);
  bool taken = min(length(foot - lander_place) - 4.2, length(foot - monolith_place) - 2.8) < 0.;
  bool grows = k > .34 && row > -3. && row < 7. && !taken;
  gCell = min(gCell, cellStep(p.z - row * CRYSTAL_ROW, gRd.z, CRYSTAL_ROW * .5));
  return vec4(foot, grows ? .55 + .75 * fract(k * 29.) : 0., k);
}

// A six-sided needle along y.
float needle(vec3 q, float radius, float tall) {
  vec3 m = abs(q);
  float prism = max(m.x, m.x * .5 + m.z * .866);
  return max(prism - radius, (q.y - tall) * .5 + prism * .8);
}

// Needles leaning out round the tallest.
vec2 crystals(vec3 p) {
  const float SECTOR = PI / 3.;
  vec4 plan = crystalPlan(p);
  float size = max(plan.z, .1);
  vec3 q = p - vec3(plan.x, groundHeight(plan.xy) - .1, plan.y);
  float turn = atan(q.z, q.x) + plan.w * 6.;
  float n = floor(turn / SECTOR);
  float wild = h1(mod(n, 6.) * 2.9 + plan.w * 40.);
  float angle = turn - (n + .5) * SECTOR;
  float reach = length(q.xz);
  vec3 s = vec3(reach * cos(angle), q.y, reach * sin(angle));
  s.xy = rot(s.xy, -.30 - .35 * wild);
  float tall = 3.3 * size;
  float outer = needle(s, .17 * size, tall * (.45 + .3 * wild));
  float core = needle(q, .26 * size, tall);
  float bound = max(reach - 2.6 * size, q.y - CRYSTAL_TOP);
  float d = bound > .3 ? bound : min(outer * .75, core * .85);
  float other_row = max(abs(p.x) + 1.4, max(p.y - CRYSTAL_TOP, abs(p.z - 12.) - 40.));
  return vec2(min(plan.z > 0. ? d : 1e3, other_row), CRYSTAL);
}

float crystalShadow(vec3 p) {
  vec4 plan = crystalPlan(p);
  vec3 q = p - vec3(plan.x, groundHeight(plan.xy) - .1, plan.y);
  return plan.z > 0. ? needle(q, .34 * plan.z, 3.0 * plan.z) * .85 : 1e3;
}

// Boulders beside the lane, one to a cell.
float stones(vec3 p) {
  vec2 cell = floor(p.xz / STONE_CELL);
  vec2 local = p.xz - (cell + .5) * STONE_CELL;
  float k = h2(cell + floor(SEED * 57.));
  vec2 offset = (vec2(fract(k * 57.), fract(k * 91.)) - .5) * .7;
  vec2 foot = (cell + .5) * STONE_CELL + offset;
  float size = .10 + .42 * pow(fract(k * 19.), 3.);
  bool lane = abs(foot.x) < 2.7 && foot.y > -8.5 && foot.y < 10.;
  bool lies = k > .42 && length(foot - vec2(0., 6.)) < 30.;
  bool before = abs(foot.y - .2) < .6;    // the wide views' foreground
  size = lane ? min(size, before ? .24 : .10) : size;
  lies = lies && !(lane && abs(foot.x) < 1.1);
  vec3 q = vec3(local.x - offset.x, p.y - groundHeight(foot) - size * .25, local.y - offset.y);
  q.xz = rot(q.xz, k * 30.);
  vec3 facet = abs(q * vec3(.8, 1.15, 1.));
  float body = max(max(facet.x, max(facet.y, facet.z)), dot(facet, vec3(.577)) * 1.16) - size;
  float above = q.y - 1.;
  gCell = above > 0. ? gCell : min(gCell, min(cellStep(local.x, gRd.x, STONE_CELL * .5), cellStep(local.y, gRd.z, STONE_CELL * .5)));
  return above > 0. ? above + .5 : (lies ? body * .8 : 1e3);
}

vec2 props(vec3 p) {
  vec2 r = U(lander(p), vec2(monolith(p), MONOLITH));
  r = U(r, crystals(p));
  return U(r, vec2(stones(p), STONE));
}

// What throws shadows: the planet is too far to. No bounds here, as above stones and round crystals: a ray that passes close
// to one would count as half shaded.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  float stone = p.y > groundHeight(p.xz) + .75 ? 1e3 : stones(p);
  float ground = (p.y - groundHeight(p.xz)) * .68;
  return min(min(ground, monolith(p)), min(min(lander(p).x, stone), crystalShadow(p)));
}

vec3 groundColour(vec3 p, vec3 n, float t) {
  float patch_ = fbm(p.xz * .22 + SEED * 5., 4);
  vec3 dust = dust_tint * (.42 + .55 * patch_) * mix(1., .82 + .36 * vn(p.xz * 24.), smoothstep(14., 3., t));
  float steep = smoothstep(.86, .62, n.y);
  return mix(dust, dust_tint * .34 * (.7 + .6 * vn(vec2(p.x + p.z, p.y * 1.1))), steep);
}

vec3 planetColour(vec3 p) {
  vec3 q = planetFrame(p) / planet_radius;
  float swirl = fbm(vec2(atan(q.x, q.z) * 2.2, q.y * 5.) + SEED * 9., 4);
  float bands = vn(vec2(SEED * 30., q.y * 9. + swirl * 1.3)) * .6 + .4 * vn(vec2(q.y * 23. + swirl * 2.2, 4.));
  vec3 colour = mix(band_dark, band_pale, smoothstep(.2, .8, bands));
  vec2 eye = vec2(atan(q.x, -q.z) - .35 * side, q.y + .28) * vec2(1., 2.1);
  return mix(colour, band_pale * 1.15, .8 * smoothstep(.24, .17, length(eye)));
}

vec3 ringColour(vec3 p) {
  float far = length(planetFrame(p).xz) / planet_radius;
  float grooves = .45 + .55 * vn(vec2(far * 26., SEED * 9.)) * (.7 + .5 * vn(vec2(far * 70., 3.)));
  return mix(band_pale, vec3(.80, .76, .70), .5) * grooves;
}

vec3 crystalColour(float k) {
  return .5 + .5 * cos(6.2832 * (crystal_hue + .16 * (k - .5) + vec3(.0, .33, .62)));
}

void landerSurface(vec3 p, vec3 n, inout vec3 albedo) {
  float seam = step(.04, fract(p.y * 2.1)) * step(.03, fract((p.x + p.z) * 1.3));
  albedo = mix(vec3(.48, .48, .50), vec3(.62, .61, .58), step(.5, fract(p.y * .9))) * (.5 + .5 * seam) * (.85 + .2 * vn(p.xy * 6. + p.z));
  albedo *= .7 + .3 * smoothstep(-.6, .4, n.y);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  if (id == DUST || id == CRAG) {
    albedo = groundColour(p, n, t);
  } else if (id == PLANET) {
    albedo = planetColour(p);
    float lit = smoothstep(-.25, .7, dot(n, KEYD));
    emission = albedo * (.05 + .55 * lit);
  } else if (id == MOON) {
    albedo = dust_tint * (.7 + .8 * vn(n.xy * 4. + SEED * 9.) * vn(n.yx * 9.));
    emission = albedo * .6 * smoothstep(-.1, .7, dot(n, KEYD));
  } else if (id == RINGS) {
    albedo = ringColour(p);
    vec3 q = planetFrame(p);
    float shaded = length(q - KEYD * dot(q, KEYD)) < planet_radius && dot(p - planet_place, KEYD) < 0. ? .15 : 1.;
    emission = albedo * .55 * shaded;
  } else if (id == LANDER) {
    landerSurface(p, n, albedo);
  } else if (id == FOIL) {
    float crumple = vn(p.xy * 9. + p.z * 7.);
    albedo = vec3(.62, .38, .10) * (.45 + .9 * crumple * crumple);
  } else if (id == LAMP) {
    albedo = vec3(.6, .5, .35);
    emission = vec3(1., .74, .40) * (.9 + 2.0 * LIT);
  } else if (id == MONOLITH) {
    float rune = step(.82, h2(floor(vec2(dot(p.xz, vec2(1., .4)) * 5., p.y * 4.)) + SEED * 31.));
    float edge = smoothstep(.30, .15, abs(fract(p.y * 4.) - .5)) * smoothstep(.34, .2, abs(fract(dot(p.xz, vec2(1., .4)) * 5.) - .5));
    albedo = vec3(.030, .032, .040);
    emission = crystalColour(.9) * rune * edge * smoothstep(1., 3., p.y) * (.35 + 1.1 * LIT);
  } else if (id == CRYSTAL) {
    float k = h2(floor(p.xz * .16) + 3.);
    vec3 colour = crystalColour(k);
    float inner = clamp(p.y / 3., 0., 1.);
    albedo = mix(colour * .35, colour, inner) * (.75 + .3 * vn(p.xz * 4. + p.y * 3.));
    emission = colour * (.10 + .40 * inner) * (.45 + 1.3 * LIT) * (.55 + .45 * abs(n.y + n.x * .5));
  } else {
    albedo = dust_tint * (.40 + .35 * vn(p.xz * 5. + p.y * 5.));
  }
}
