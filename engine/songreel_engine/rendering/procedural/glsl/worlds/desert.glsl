// Dunes under a big sky, rock arches and table mountains behind them.
//
// Metres, y up. A dune's crest winds along z near x = 0: a gentle, rippled slope on its left, the steep slip face on its right.
// That dune is the same in every seed and kept clear for cameras and the performer (|x| < 5.5, -7 < z < 15, but for the tree, the
// fire and the bones on the left, see `tree_at`, `fire_at` and `bones_at`); all around it is the seed's.
const float SAND = 2.;
const float ROCK = 3.;
const float WOOD = 4.;
const float CACTUS = 5.;
const float BUSH = 6.;
const float STONE = 7.;
const float BONE = 8.;
const float FLAME = 9.;
const float EMBER = 10.;

const float WINDWARD = .15;
const float SLIP = .50;
const float CREST_ROUND = .006;
const float CREST_RISE = .045;
const float DUNE_LENGTH = 30.;
const float GROWTH_CELL = 7.5;
const int MESAS = 4;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

mat2 turned(float angle) {
  float c = cos(angle);
  float s = sin(angle);
  return mat2(c, s, -s, c);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
vec2 wind = vec2(cos(.35 + .7 * chance(1.)), sin(.35 + .7 * chance(1.)));
float dune_height = 3. + 2.4 * chance(2.);
vec3 sand_colour = mix(vec3(.62, .43, .25), mix(vec3(.60, .31, .15), vec3(.68, .55, .40), step(.7, chance(3.))), chance(4.));
vec2 arch_at = vec2((chance(5.) > .5 ? 1. : -1.) * (7. + 5. * chance(6.)), 37. + 14. * chance(7.));
mat2 arch_turn = turned((chance(8.) - .5) * 1.1);
float arch_span = 6.5 + 3. * chance(9.);
float arch_stands = step(.35, chance(10.));
vec2 tree_at = vec2(-3.3 - .5 * chance(11.), 8.6 + 1.2 * chance(12.));
mat2 tree_turn = turned(6.28 * chance(13.));
float tree_tall = .9 + .35 * chance(14.);
vec2 fire_at = vec2(-1.95 - .2 * chance(15.), 6.9 + .5 * chance(16.));
vec2 bones_at = vec2(-3.1, 3.4 + .8 * chance(17.));
mat2 bones_turn = turned(-.5 + .6 * chance(18.));
float cactus_land = step(.45, chance(19.));

// A table mountain as (x, z, radius, height): ahead two, one behind the camera's back, one aside.
vec4 mesaAt(float k, vec2 middle, vec2 spread, float radius, float tall) {
  vec3 any = vec3(chance(20. + k), chance(30. + k), chance(40. + k));
  return vec4(middle + (any.xy - .5) * spread, radius * (.55 + .8 * any.z), tall * (.6 + .7 * any.x));
}
vec4 mesa[MESAS] = vec4[](
  mesaAt(0., vec2(-42., 165.), vec2(36., 50.), 26., 46.),
  mesaAt(1., vec2(36., 190.), vec2(44., 50.), 20., 54.),
  mesaAt(2., vec2(14., -150.), vec2(90., 40.), 30., 44.),
  mesaAt(3., vec2(-150., 50.), vec2(30., 60.), 34., 46.)
);

float crestX(float z) {
  return .85 * sin(z * .24 + .5) - .35;
}

// The dune people stand on, without ripples (`setups/desert.py` knows it too).
float stageHeight(vec2 x) {
  float aside = x.x - crestX(x.y);
  float crest = sqrt(aside * aside + CREST_ROUND);
  return CREST_RISE * x.y - .5 * (SLIP - WINDWARD) * aside - .5 * (SLIP + WINDWARD) * crest;
}

// Long backs against the wind, then a slip face; the crests wander.
float duneHeight(vec2 x) {
  float along = dot(x, vec2(-wind.y, wind.x));
  float u = dot(x, wind) / DUNE_LENGTH + .40 * sin(along * .045 + SEED * 9.) + .22 * sin(along * .11 + SEED * 5.) + .5 * vn(x * .017 + SEED * 3.);
  float s = fract(u);
  float back = s / .70;
  float profile = s < .70 ? back * (.55 + .45 * back) : (1. - s) / .30;
  return dune_height * (.45 + .75 * vn(x * .019 + 7. * SEED)) * profile + 5. * vn(x * .008 + SEED) - 4.6;
}

float groundHeight(vec2 x) {
  vec2 from_stage = (x - vec2(0., 4.)) * vec2(1., .62);
  float away = smoothstep(7.5, 17., length(from_stage));
  return mix(max(stageHeight(x), -3.2), duneHeight(x), away);
}

// Ripples of sand, a hand apart, only where a pixel can still hold them.
float ripples(vec2 x, float t) {
  float slope = step(x.x, crestX(x.y) - .12);
  float line = x.x * 33. + 3.2 * sin(x.y * 1.1 + 2. * sin(x.x * .7)) + 5. * vn(x * .9);
  return .009 * sin(line + .5 * sin(line)) * smoothstep(17., 5., t) * (.25 + .75 * slope) * (.4 + .8 * vn(x * .45 + 3.));
}

float mesas(vec3 p) {
  vec4 m = mesa[0];
  float nearest = 1e3;
  float second = 1e3;
  for (int i = 0; i < MESAS; i++) {
    float reach = length(p.xz - mesa[i].xy) - mesa[i].z * 2.3 - mesa[i].w * .5;
    second = min(second, max(reach, nearest));
    m = reach < nearest ? mesa[i] : m;
    nearest = min(nearest, reach);
  }
  vec2 q = p.xz - m.xy;
  float angle = atan(q.y, q.x);
  vec2 facing = normalize(q + 1e-3);
  float cracks = abs(vn(facing * 11. + m.xy + .012 * p.y) - .5) + .6 * abs(vn(facing * 29. + m.zw) - .5);
  float buttress = .20 * sin(angle * 3. + m.x) + .13 * sin(angle * 7. + m.y) + .24 * (cracks - .3);
  float up = clamp(p.y / m.w, 0., 1.);
  float ledges = .05 * floor(up * 3.2) + .012 * sin(p.y * 1.5);
  float wall = length(q) - m.z * (1.1 + buttress - ledges);
  float cliff = max(wall, p.y - m.w * (1. + .03 * sin(q.x * .2)));
  float talus = p.y - m.w * .36 + .62 * max(wall, -4.) + 2. * vn(q * .16);
  float d = min(cliff * .7, talus * .7);
  d = nearest > 6. ? nearest : d;
  return second > 6. ? min(d, second) : d;
}

// A natural bridge, or, where it fell, its two stumps.
float arch(vec3 p) {
  vec3 q = p - vec3(arch_at.x, 0., arch_at.y);
  q.xz *= arch_turn;
  float lump = .9 * sin(q.x * .55 + SEED * 9.) * sin(q.y * .8 + 1.) + .5 * vn(q.xy * .8 + q.z) + .18 * sin(q.y * 3.4 + q.x * .6);
  float ring = length(vec2(length(vec2(q.x * .85, (q.y + 1.5) * .95)) - arch_span, q.z));
  float thick = 1.7 + .08 * abs(q.x) + .5 * smoothstep(4., 0., q.y);
  float d = ring - thick - lump;
  float fallen = q.y - 4.5 - .3 * q.x - .6 * sin(q.x * 1.3) - .8 * vn(q.xz * .7);
  return (arch_stands > .5 ? d : max(d, fallen)) * .62;
}

vec2 terrain(vec3 p) {
  float t = length(p - CAM);
  vec2 sand = vec2((p.y - groundHeight(p.xz) - (t < 18. ? ripples(p.xz, t) : 0.)) * .78, SAND);
  return U(sand, vec2(min(mesas(p), arch(p)), ROCK));
}

float deadTree(vec3 p) {
  vec3 q = (p - vec3(tree_at.x, stageHeight(tree_at) - .1, tree_at.y)) / tree_tall;
  q.xz *= tree_turn;
  q.xz += .05 * sin(q.y * 3.1);
  vec3 fork = vec3(.16, 1.25, .05);
  float d = smin(cap(q, vec3(0., -.2, 0.), fork, .19, .12), cap(q, vec3(.3, -.12, .1), vec3(0., .35, 0.), .05, .10), .15);
  d = smin(d, cap(q, fork, vec3(-.45, 2.3, .25), .11, .06), .08);
  d = smin(d, cap(q, fork, vec3(.75, 2.1, -.35), .10, .055), .08);
  d = min(d, cap(q, vec3(-.45, 2.3, .25), vec3(-1.15, 2.95, .1), .06, .014));
  d = min(d, cap(q, vec3(-.45, 2.3, .25), vec3(-.25, 3.35, .55), .06, .014));
  d = min(d, cap(q, vec3(.75, 2.1, -.35), vec3(1.55, 2.45, -.1), .055, .012));
  d = min(d, cap(q, vec3(.75, 2.1, -.35), vec3(.8, 3.05, -.8), .05, .012));
  d = min(d, cap(q, vec3(-.15, 1.78, .15), vec3(-.9, 1.95, .7), .045, .010));
  d = min(d, cap(q, vec3(-.85, 2.68, .16), vec3(-1.0, 3.25, .4), .032, .008));
  d = min(d, cap(q, vec3(1.15, 2.27, -.23), vec3(1.25, 2.85, .05), .032, .008));
  return d * tree_tall * .85;
}

float saguaro(vec3 q, float tall, float k) {
  float ribs = .018 * cos(13. * atan(q.z, q.x));
  float trunk = cap(q, vec3(0., -.3, 0.), vec3(0., tall, 0.), .21, .19) - ribs;
  q.xz = rot(q.xz, k * 6.28);
  float low = tall * (.38 + .2 * k);
  float elbow = cap(q, vec3(.1, low, 0.), vec3(.62, low + .12, 0.), .12, .13);
  elbow = smin(elbow, cap(q, vec3(.64, low + .12, 0.), vec3(.68, low + tall * .36, 0.), .14, .12), .08);
  elbow = min(elbow, cap(q, vec3(-.1, low + .4, 0.), vec3(-.55, low + .5, .1), .11, .12));
  elbow = smin(elbow, cap(q, vec3(-.55, low + .5, .1), vec3(-.60, low + .4 + tall * .22, .1), .125, .11), .08);
  return smin(trunk, elbow, .06) * .85;
}

// One cactus, bush or boulder to a cell, away from the stage.
vec2 growth(vec3 p) {
  vec2 cell = floor(p.xz / GROWTH_CELL);
  vec2 local = p.xz - (cell + .5) * GROWTH_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 offset = (vec2(k2, fract(k * 7.)) - .5) * 3.6;
  vec2 foot = (cell + .5) * GROWTH_CELL + offset;
  float away = length((foot - vec2(0., 4.)) * vec2(1., .62));
  float kind = fract(k * 23.);
  bool lies = k > .25 && away > 9.5 && away < 62.;
  vec3 q = vec3(local.x - offset.x, p.y - groundHeight(foot), local.y - offset.y);
  float cactus = saguaro(q, 1.7 + 2.4 * k2, fract(k * 91.));
  float big = .30 + .5 * k2 * k2;
  float lump = sin(q.x * 7. + k * 9.) * sin(q.z * 6.) * sin(q.y * 8.);
  float boulder = (ell(q, vec3(1.3, .8, 1.) * big * 1.4) - .14 * big * lump - .03) * .7;
  float twigs = sin(q.x * 21. + k * 9.) * sin(q.z * 19.) * sin(q.y * 17.);
  float bush = (ell(q - vec3(0., .15, 0.), vec3(1., .75, 1.) * big) - .20 * big * twigs) * .45;
  gCell = min(gCell, min(cellStep(local.x, gRd.x, GROWTH_CELL * .5), cellStep(local.y, gRd.z, GROWTH_CELL * .5)));
  bool grown = kind < .42 && cactus_land > .5;
  float d = grown ? cactus : (kind < .7 ? bush : boulder);
  return vec2(lies ? d : 1e3, grown ? CACTUS : (kind < .7 ? BUSH : STONE));
}

// A camp fire; it burns only when lamps do.
vec2 fire(vec3 p) {
  vec3 q = p - vec3(fire_at.x, stageHeight(fire_at), fire_at.y);
  float angle = atan(q.z, q.x);
  float sector = (floor(angle / 1.2566) + .5) * 1.2566;
  vec2 out_ = rot(q.xz, sector);
  float log_ = cap(vec3(out_.x, q.y, out_.y), vec3(.42, .02, 0.), vec3(.03, .34, 0.), .045, .035);
  float ring = ell(vec3(length(q.xz) - .55, q.y, (fract(angle / .5236) - .5) * .29), vec3(.11, .10, .13));
  vec3 f = q - vec3(.05 * sin(q.y * 9. + SEED * 40.), .34, .04 * sin(q.y * 12.));
  float tongues = .05 * sin(angle * 3. + q.y * 7.) * q.y;
  float flame = (ell(f, vec3(.19 - .12 * clamp(f.y, -.1, .7), .44, .19 - .12 * clamp(f.y, -.1, .7))) + tongues) * .7;
  vec2 r = U(vec2(log_, EMBER), vec2(ring * .8, STONE));
  return U(r, vec2(LIT > .15 ? flame : 1e3, FLAME));
}

// Ribs of something large, half under the sand.
float bones(vec3 p) {
  vec3 q = p - vec3(bones_at.x, stageHeight(bones_at) - .06, bones_at.y);
  q.xz *= bones_turn;
  float n = clamp(floor(q.z / .34 + .5), -2., 3.);
  float radius = .60 - .035 * (n - .3) * (n - .3);
  vec3 l = vec3(q.x, q.y, q.z - n * .34 - .10 * q.y);
  l.z += .05 * sin(n * 5.);
  float broken = l.y - .25 - .5 * h1(n * 3.7 + step(0., l.x) + SEED * 9.);
  float rib = length(vec2(length(vec2(l.x, (l.y - .28) * .86)) - radius, l.z * .8)) - .022 - .022 * smoothstep(0., .8, l.y);
  rib = h1(n * 7.1 + 3. * step(0., l.x) + SEED * 5.) > .62 ? max(rib, -broken) : rib;
  float spine = cap(q, vec3(0., .97, -.9), vec3(.05, .86, 1.25), .055, .04) - .018 * sin(q.z * 37.);
  return min(rib, spine) * .8;
}

vec2 props(vec3 p) {
  vec2 r = U(growth(p), vec2(deadTree(p), WOOD));
  return U(U(r, fire(p)), vec2(bones(p), BONE));
}

// What throws shadows, simpler than `world`: no ripples.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  float sand = (p.y - groundHeight(p.xz)) * .75;
  float rocks = min(mesas(p), arch(p));
  return min(min(min(sand, rocks), growth(p).x), min(deadTree(p), bones(p)));
}

// A walker's prints up the slope and along the crest.
float footprints(vec2 x) {
  float path = crestX(x.y) - .30 - .22 * sin(x.y * .4);
  float foot = sign(fract(x.y * .72) - .5);
  vec2 q = vec2((x.x - path + .12 * foot) * 1.7, (fract(x.y * 1.44) - .5) * .69);
  return smoothstep(.16, .09, length(q)) * smoothstep(9., 7., abs(x.y - 2.));
}

void sandSurface(vec3 p, vec3 n, float t, inout vec3 albedo, inout float reflectivity) {
  float grains = mix(vn(p.xz * 40.), .5, smoothstep(3., 10., t));
  float drifts = vn(p.xz * vec2(.9, .35)) * .6 + vn(p.xz * .09) * .4;
  albedo = sand_colour * (.78 + .24 * drifts + .12 * (grains - .5));
  albedo = mix(albedo, sand_colour * vec3(1.16, 1.12, 1.05), smoothstep(.93, .99, n.y) * .35);
  albedo *= 1. - .30 * footprints(p.xz) * smoothstep(16., 8., t);
  float gravel = smoothstep(.62, .80, vn(p.xz * .05 + SEED * 5.)) * smoothstep(-2., -3.6, p.y);
  albedo = mix(albedo, sand_colour * vec3(.55, .52, .55), .6 * gravel);
  albedo *= mix(1., .62, WET);
  reflectivity = .10 * WET;
}

vec3 rockColour(vec3 p, vec3 n) {
  float wave = p.y + 1.2 * sin(p.x * .05) + 1.5 * vn(p.xz * .06);
  float band = .6 * vn(vec2(wave * .55, 3.)) + .4 * vn(vec2(wave * 2.1, 9.));
  vec3 rock = mix(vec3(.33, .13, .075), vec3(.58, .33, .19), band);
  rock = mix(rock, sand_colour * .85, smoothstep(.55, .85, n.y));
  float streak = smoothstep(.55, .85, vn(vec2(p.x * .9 + p.z * .9, p.y * .06)));
  return rock * (1. - .28 * streak) * (.78 + .4 * vn(vec2(p.x * .7 + p.z * .7, p.y * 1.6)));
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  if (id == SAND) {
    sandSurface(p, n, t, albedo, reflectivity);
  } else if (id == ROCK) {
    albedo = rockColour(p, n);
  } else if (id == WOOD) {
    albedo = vec3(.36, .29, .23) * (.5 + .7 * vn(vec2(p.x * 14. + p.z * 14., p.y * 2.2)));
  } else if (id == CACTUS) {
    float rib = vn(vec2(atan(p.z, p.x) * 90., p.y * .5));
    albedo = mix(vec3(.07, .13, .06), vec3(.20, .27, .11), .35 + .4 * rib);
  } else if (id == BUSH) {
    albedo = mix(vec3(.21, .17, .08), vec3(.30, .29, .14), vn(p.xz * 5. + p.y * 4.)) * .8;
  } else if (id == STONE) {
    albedo = mix(vec3(.30, .17, .11), vec3(.44, .31, .22), vn(p.xz * 4. + p.y * 5.));
  } else if (id == BONE) {
    albedo = vec3(.72, .66, .54) * (.7 + .4 * vn(vec2(p.x * 9. + p.z * 9., p.y * 12.)));
  } else if (id == FLAME) {
    float hot = smoothstep(.75, .05, p.y - stageHeight(fire_at));
    albedo = vec3(.6, .4, .2);
    emission = mix(vec3(1., .36, .07), vec3(1., .80, .42), hot) * 3. * LIT;
  } else {
    float hot = smoothstep(.32, .02, length(p.xz - fire_at));
    albedo = vec3(.09, .06, .045);
    emission = vec3(1., .30, .06) * hot * 1.4 * LIT;
  }
}
