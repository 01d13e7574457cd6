// A tropical beach at the water's edge.
//
// Metres; y up. The shoreline runs along z, the sea lies towards +x, dunes, palms and a wooded hill towards -x, headlands
// close the bay far ahead. Kept clear for cameras and the performer in every seed: the band of sand and shallow water with
// -1.7 < x < 4 and -3 < z < 7, where the shoreline is straight and the sand an even slope.
const float SEA = 1.;
const float SAND = 2.;
const float TRUNK = 3.;
const float FROND = 4.;
const float HILL = 5.;
const float BOAT = 6.;
const float STONE = 7.;
const float DRIFTWOOD = 8.;
const float FLAME = 9.;
const float COCONUT = 10.;
const float HUT = 11.;
const float THATCH = 12.;

const float SHORE_X = .55;
const float SAND_SLOPE = .09;
const int PALMS = 6;
const float FROND_LENGTH = 2.25;
const float ROCK_CELL = 6.5;
const float TORCH_CELL = 5.2;

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
vec2 left_headland = vec2(-38. - 30. * chance(1.), 150. + 60. * chance(2.));
vec2 right_headland = vec2(38. + 30. * chance(3.), 150. + 60. * chance(4.));
vec2 right_reach = vec2(34. + 20. * chance(5.), 26.);
float right_height = .35 + .4 * chance(6.);
vec2 boat_place = vec2(9. + 9. * chance(7.), 38. + 22. * chance(8.));
mat2 boat_turn = turned((chance(9.) - .5) * 1.2);
mat2 boat_heel = turned(.10);
vec2 driftwood_place = vec2(-2.5 + .5 * chance(10.), 4.9 + 1.5 * chance(11.));
mat2 driftwood_turn = turned((chance(12.) - .5) * 2.2);
vec2 hut_place = vec2(-10.5 - 2. * chance(13.), 21. + 6. * chance(14.));

// Where the water's edge lies at depth z: straight where people stand, winding elsewhere.
float shoreX(float z) {
  float winds = smoothstep(4., 16., abs(z - 3.));
  return SHORE_X + winds * (1.6 * sin(z * .16 + SEED * 6.) + .6 * sin(z * .41 + SEED * 11.) - .05 * (z - 3.));
}

// 0..1: how much of the hill behind the beach and of the two headlands stands here.
float hills(vec2 x, float seaward) {
  vec2 a = (x - left_headland) / vec2(52., 34.);
  vec2 b = (x - right_headland) / right_reach;
  float behind = smoothstep(-12., -40., seaward);
  return max(max(exp(-dot(a, a)), right_height * exp(-dot(b, b)) * step(0., x.x)), .55 * behind);
}

float groundHeight(vec2 x, float seaward, float hill) {
  float slope = -.02 - SAND_SLOPE * seaward * (seaward > 0. ? 1.7 : smoothstep(-22., 0., seaward) * .7 + .3);
  float dune = smoothstep(-3.5, -9., seaward) * (1.5 * vn(x * .22 + SEED * 3.) + .14 * vn(x * 1.1));
  float relief = ridge(x * .028 + SEED * 5., hill > .03 ? 4 : 0);
  float rise = max(hill - .03, 0.);
  return max(slope, -2.) + dune + .012 * vn(x * 5.) + 30. * rise * (.55 + .8 * relief);
}

// A roller every few metres, steep on the side of the beach, over a long swell.
float seaHeight(vec2 x, float seaward) {
  float deep = smoothstep(0., 7., seaward);
  float bend = .8 * sin(x.y * .13 + SEED * 4.) + .35 * sin(x.y * .37 + x.x * .2);
  float roller = fract(seaward * .135 + .35 * bend + SEED);
  float crest = smoothstep(0., .12, roller) * smoothstep(.55, .12, roller);
  float swell = sin(x.y * .55 + x.x * .35 + 2. * bend) + .6 * sin(x.x * .9 - x.y * .31);
  return .045 * swell * deep + .17 * crest * smoothstep(1.2, 6., seaward) * smoothstep(46., 16., seaward);
}

vec2 terrain(vec3 p) {
  float seaward = p.x - shoreX(p.z);
  float hill = hills(p.xz, seaward);
  vec2 ground = vec2((p.y - groundHeight(p.xz, seaward, hill)) * .7, hill > .05 ? HILL : SAND);
  vec2 sea = vec2((p.y - seaHeight(p.xz, seaward)) * .85, SEA);
  return U(ground, sea);
}

// Palms as (foot x, foot z, height, size) and (lean x, lean z, chance). The first two frame the picture, the rest fill the
// back of the beach.
vec4 palmAt(float k, vec2 foot, float tall, float taller) {
  vec3 any = vec3(chance(20. + k), chance(30. + k), chance(40. + k));
  return vec4(foot + (any.xy - .5) * vec2(.9, 1.8), tall + taller * any.z, .86 + .24 * any.x);
}

vec3 leanOf(float k, float share) {
  return vec3(share * vec2(.3 + 2.1 * chance(30. + k), (chance(40. + k) - .5) * 2.), chance(50. + k));
}

vec4 palm_at[PALMS] = vec4[](
  palmAt(0., vec2(-2.7, 2.6), 3.7, .7),
  palmAt(1., vec2(-3.5, 7.4), 5., 2.2),
  palmAt(2., vec2(-5.2, 12.6), 5., 2.2),
  palmAt(3., vec2(-7.4, 17.), 5., 2.2),
  palmAt(4., vec2(-4.6, -3.6), 5., 2.2),
  palmAt(5., vec2(-7.2, -8.4), 5., 2.2)
);
vec3 palm_lean[PALMS] = vec3[](leanOf(0., .7), leanOf(1., 1.), leanOf(2., 1.), leanOf(3., 1.), leanOf(4., 1.), leanOf(5., 1.));

// Fronds around the origin: an arched rib with hanging, pointed leaflets on both sides. Two interleaved whorls.
float crown(vec3 p, float size, float k) {
  const float FRONDS = 9.;
  const float SECTOR = 6.2832 / FRONDS;
  float turn = atan(p.z, p.x) + k * 6.28;
  float reach = length(p.xz);
  float best = 9.;
  for (int j = 0; j < 2; j++) {
    float shift = float(j) * .5;
    float id = floor(turn / SECTOR + shift);
    float angle = turn - (id + .5 - shift) * SECTOR;
    float wild = h1(mod(id, FRONDS) * 3.1 + k * 40. + float(j) * 17.);
    float len = FROND_LENGTH * size * (.82 + .3 * wild);
    float along = reach * cos(angle);
    float aside = abs(reach * sin(angle));
    float u = clamp(along / len, 0., 1.);
    float rib = size * ((.75 - .42 * float(j) + .35 * wild) * sin(u * 2.3) - (1.25 + .6 * wild + .3 * float(j)) * u * u);
    float width = .44 * size * sin(3.1416 * pow(u, .6)) + .012;
    float fall = p.y - rib + aside * (.35 + 1.1 * aside);
    float leaflet = abs(fract((along - aside * .9) * 11. / size) - .5);
    float blade = (leaflet - .46 * (1. - aside / width)) * size / 11.;
    float frond = max(max(abs(fall) - .014, blade), max(aside - width, along - len));
    float stalk = max(length(vec2(p.y - rib, aside)) - .028 * (1.1 - u), along - len);
    best = min(best, min(frond, stalk));
  }
  return best * .5;
}

// Trunks of all palms, but only the nearest crown: the others stand in by their bounding balls.
vec2 palms(vec3 p) {
  float trunk = 1e3;
  float nearest = 1e3;
  float second = 1e3;
  vec3 heart = vec3(0);
  float size = 1.;
  float k = 0.;
  for (int i = 0; i < PALMS; i++) {
    vec2 lean = palm_lean[i].xy;
    float tall = palm_at[i].z;
    float scale = palm_at[i].w;
    vec3 q = p - vec3(palm_at[i].x, -SAND_SLOPE * (palm_at[i].x - SHORE_X) * .8, palm_at[i].y);
    float y = clamp(q.y / tall, 0., 1.);
    float rings = .02 * abs(fract(q.y * 5.5) - .5);
    float stem = length(q.xz - lean * y * y) - mix(.17, .085, y) * scale - .12 * exp(-5. * max(q.y, 0.)) - rings;
    trunk = min(trunk, max(stem, q.y - tall) * .8);
    vec3 top = q - vec3(lean.x, tall, lean.y);
    float ball = length(top + vec3(0, .3 * scale, 0)) - (FROND_LENGTH * 1.14 + .25) * scale;
    second = min(second, max(ball, nearest));
    heart = ball < nearest ? top : heart;
    size = ball < nearest ? scale : size;
    k = ball < nearest ? palm_lean[i].z : k;
    nearest = min(nearest, ball);
  }
  float fronds = nearest > .3 ? nearest : crown(heart, size, k);
  fronds = second > .3 ? min(fronds, second) : fronds;
  vec3 nut = vec3(abs(heart.x + .02) - .10, heart.y + .17, heart.z + .06 * sign(heart.x));
  vec2 r = U(vec2(trunk, TRUNK), vec2(fronds, FROND));
  return U(r, vec2(length(nut) - .105, COCONUT));
}

// One boulder or none per stretch of shore, half in the water.
float rocks(vec3 p) {
  float n = floor(p.z / ROCK_CELL);
  float local = p.z - (n + .5) * ROCK_CELL;
  float a = h1(n * 3.7 + SEED * 29.);
  float b = h1(n * 5.3 + SEED * 13.);
  bool lies = n != 0. && n != -1. && a > .22;
  float big = .45 + .75 * b * b;
  float x = shoreX(p.z - local) + .8 + 4.2 * fract(a * 7.);
  vec3 q = vec3(p.x - x, p.y + .12, local - (b - .5) * 2.);
  vec3 second = q - vec3(-1.1 * big, -.05, .7 * big);
  float lump = .16 * sin(q.x * 3.1 + a * 9.) * sin(q.z * 3.7 + 1.) + .10 * sin(q.y * 7. + q.x * 5.) + .09 * vn(q.xz * 4. + q.y * 3.);
  float d = min(ell(q, vec3(1.35, .85, 1.) * big), ell(second, vec3(.75, .5, .62) * big)) - lump * big;
  gCell = min(gCell, cellStep(local, gRd.z, ROCK_CELL * .5));
  return lies ? d * .65 : 1e3;
}

// A sloop out in the bay.
float boat(vec3 p) {
  vec3 q = p - vec3(boat_place.x, .1, boat_place.y);
  q.xz *= boat_turn;
  q.xy *= boat_heel;
  float hull = max(ell(q - vec3(0, .45, 0), vec3(2.3, .75, .62)), q.y - .55 - .03 * q.x * q.x);
  float mast = cap(q, vec3(.25, .5, 0), vec3(.25, 6.1, 0), .06, .03);
  float belly = abs(q.z - .18 * sin(q.y * .6)) - .03;
  float mainsail = max(max(belly, 1.05 - q.y), max(q.x - .18, (q.y - 5.9) * .36 + .18 - q.x));
  float jib = max(max(belly, .9 - q.y), max(.34 - q.x, (q.y - 5.) * .44 + q.x - .34));
  return min(min(hull, mast), min(jib, mainsail) * .8);
}

// A bleached log with one broken limb.
float driftwood(vec3 p) {
  vec3 q = p - vec3(driftwood_place.x, .26, driftwood_place.y);
  q.xz *= driftwood_turn;
  float trunk = cap(q, vec3(-.95, -.02, 0), vec3(.9, .06, .1), .13, .085);
  float limb = cap(q, vec3(.25, .04, .03), vec3(.62, .5, -.22), .05, .022);
  return (smin(trunk, limb, .09) - .012 * sin(q.x * 9. + q.y * 30.)) * .8;
}

// Torches along the upper beach.
vec2 torches(vec3 p) {
  float n = clamp(floor(p.z / TORCH_CELL), 0., 4.);
  float local = p.z - (n + .5) * TORCH_CELL;
  float k = h1(n * 2.9 + SEED * 23.);
  float x = shoreX(p.z - local) - 2.5 - 1.1 * k;
  vec3 q = vec3(p.x - x, p.y - .15, local - (k - .5) * 2.4);
  float pole = cap(q, vec3(0), vec3(.05 * (k - .5), 1.55, 0), .026, .022);
  float basket = cyl(q - vec3(.05 * (k - .5), 1.58, 0), .055 + .25 * clamp(q.y - 1.58, -.1, .1), .09);
  vec3 f = q - vec3(.05 * (k - .5), 1.80, 0);
  f.x -= .05 * sin(q.y * 14. + k * 20.);
  float flame = ell(f, vec3(.055, .17, .055)) * .8;
  return U(vec2(min(pole, basket), TRUNK), vec2(flame, FLAME));
}

// A thatched bar on the dune, lit at night.
vec2 hut(vec3 p) {
  vec3 q = p - vec3(hut_place.x, 1.6, hut_place.y);
  float walls = box(q - vec3(0, .3, 0), vec3(1.7, 1.5, 1.5));
  float counter = box(q - vec3(0, .75, 0), vec3(1.9, .55, 1.2));
  float posts = max(length(abs(q.xz) - vec2(1.6, 1.4)) - .07, abs(q.y - .4) - 1.6);
  float bar = max(walls, -counter);
  vec3 r = q - vec3(0, 2.0, 0);
  float eaves = (max(abs(r.x) * .62, abs(r.z) * .66) + r.y * .75 - 1.05) * .8;
  float thatch = max(eaves, -r.y - .12) - .03 * sin(r.y * 26.);
  return U(vec2(min(bar, posts), HUT), vec2(thatch * .8, THATCH));
}

vec2 props(vec3 p) {
  vec2 r = U(palms(p), vec2(rocks(p), STONE));
  r = U(r, vec2(boat(p), BOAT));
  r = U(r, vec2(driftwood(p), DRIFTWOOD));
  return U(U(r, torches(p)), hut(p));
}

// What throws shadows, simpler than `world` and nowhere outside it. The sea shades nothing.
#define SHADOW_WORLD
float crownShadow(vec3 p, float size, float k) {
  const float FRONDS = 9.;
  const float SECTOR = 6.2832 / FRONDS;
  float turn = atan(p.z, p.x) + k * 6.28;
  float reach = length(p.xz);
  float id = floor(turn / SECTOR);
  float angle = turn - (id + .5) * SECTOR;
  float wild = h1(mod(id, FRONDS) * 3.1 + k * 40.);
  float len = FROND_LENGTH * size * (.82 + .3 * wild);
  float along = reach * cos(angle);
  float aside = abs(reach * sin(angle));
  float u = clamp(along / len, 0., 1.);
  float rib = size * ((.75 + .35 * wild) * u * (2.3 - 1.1 * u) - (1.05 + .6 * wild) * u * u);
  float width = 1.7 * size * u * (1. - u) + .01;
  float fall = p.y - rib + aside * (.35 + 1.1 * aside);
  return max(abs(fall) - .014, max(aside - width, along - len)) * .5;
}

float palmShadow(vec3 p) {
  float trunk = 1e3;
  float nearest = 1e3;
  vec4 heart = vec4(0, 0, 0, 1);
  float k = 0.;
  for (int i = 0; i < PALMS; i++) {
    vec2 lean = palm_lean[i].xy;
    float tall = palm_at[i].z;
    float scale = palm_at[i].w;
    vec3 q = p - vec3(palm_at[i].x, -SAND_SLOPE * (palm_at[i].x - SHORE_X) * .8, palm_at[i].y);
    float y = clamp(q.y / tall, 0., 1.);
    trunk = min(trunk, max(length(q.xz - lean * y * y) - mix(.16, .08, y) * scale, q.y - tall) * .8);
    vec3 top = q - vec3(lean.x, tall, lean.y);
    float ball = length(top + vec3(0, .3 * scale, 0)) - (FROND_LENGTH * 1.14 + .25) * scale;
    heart = ball < nearest ? vec4(top, scale) : heart;
    k = ball < nearest ? palm_lean[i].z : k;
    nearest = min(nearest, ball);
  }
  return min(trunk, nearest > .3 ? nearest : crownShadow(heart.xyz, heart.w, k));
}

float rockShadow(vec3 p) {
  float n = floor(p.z / ROCK_CELL);
  float local = p.z - (n + .5) * ROCK_CELL;
  float a = h1(n * 3.7 + SEED * 29.);
  float b = h1(n * 5.3 + SEED * 13.);
  bool lies = n != 0. && n != -1. && a > .22;
  float big = .45 + .75 * b * b;
  vec3 q = vec3(p.x - shoreX(p.z - local) - .8 - 4.2 * fract(a * 7.), p.y + .12, local - (b - .5) * 2.);
  gCell = min(gCell, cellStep(local, gRd.z, ROCK_CELL * .5));
  return lies ? ell(q, vec3(1.2, .72, .86) * big) * .8 : 1e3;
}

float shadowWorld(vec3 p) {
  float seaward = p.x - shoreX(p.z);
  float hill = hills(p.xz, seaward);
  float slope = -SAND_SLOPE * seaward * (seaward > 0. ? 1.7 : smoothstep(-22., 0., seaward) * .7 + .3);
  float dune = smoothstep(-3.5, -9., seaward) * 1.5 * vn(p.xz * .22 + SEED * 3.);
  float relief = ridge(p.xz * .028 + SEED * 5., hill > .03 ? 4 : 0);
  float ground = (p.y + .04 - max(slope, -2.) - dune - 30. * max(hill - .03, 0.) * (.55 + .8 * relief)) * .7;
  vec3 log_ = p - vec3(driftwood_place.x, .26, driftwood_place.y);
  log_.xz *= driftwood_turn;
  float driftwood_ = cap(log_, vec3(-.95, -.02, 0), vec3(.9, .06, .1), .12, .07);
  float n = clamp(floor(p.z / TORCH_CELL), 0., 4.);
  float local = p.z - (n + .5) * TORCH_CELL;
  float k = h1(n * 2.9 + SEED * 23.);
  vec3 t = vec3(p.x - shoreX(p.z - local) + 2.5 + 1.1 * k, p.y - .15, local - (k - .5) * 2.4);
  float pole = cap(t, vec3(0), vec3(.05 * (k - .5), 1.62, 0), .024, .03);
  vec3 h = p - vec3(hut_place.x, 3.6, hut_place.y);
  float roof = max((max(abs(h.x) * .62, abs(h.z) * .66) + h.y * .75 - 1.) * .8, -h.y - .1);
  return min(min(ground, palmShadow(p)), min(min(rockShadow(p), driftwood_), min(pole, roof)));
}

// Foam: the wash's edge, lace behind it, and the backs of the rollers.
float foam(vec2 x, float seaward, float t) {
  float grain = vn(x * 3.1 + vn(x * 7.));
  float wash = seaward - .15 - .50 * vn(x * vec2(.3, 1.1) + SEED);
  float edge = smoothstep(.0, .05, .09 - abs(wash) + .34 * (grain - .5));
  float second = seaward - 1.7 - .8 * vn(x * vec2(.3, .8) + 4.);
  second = smoothstep(.0, .05, .07 - abs(second) + .40 * (grain - .5));
  float web = .7 * smoothstep(.07, .015, abs(grain - .5)) + smoothstep(.68, .78, grain);
  float lace = web * smoothstep(3.4, .6, seaward) * smoothstep(-.1, .3, wash);
  float bend = .8 * sin(x.y * .13 + SEED * 4.) + .35 * sin(x.y * .37 + x.x * .2);
  float roller = fract(seaward * .135 + .35 * bend + SEED);
  float breaking = smoothstep(.36, .10, roller) * smoothstep(0., .06, roller) * smoothstep(.30, .62, grain + .25 * (.3 - roller));
  breaking *= smoothstep(1.6, 5., seaward) * smoothstep(30., 10., seaward) * smoothstep(90., 30., t);
  return clamp(max(max(edge, .85 * second), max(lace, breaking)), 0., 1.);
}

void seaSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  float seaward = p.x - shoreX(p.z);
  vec3 lagoon = mix(vec3(.24, .52, .46), vec3(.03, .24, .30), smoothstep(0., 9., seaward));
  albedo = mix(lagoon, vec3(.012, .085, .15), smoothstep(6., 34., seaward));
  float white = foam(p.xz, seaward, t);
  albedo = mix(albedo, vec3(.92, .95, .96), white);
  reflectivity = mix(.72, .04, white);
}

// A walker's prints along the beach.
float footprints(vec2 x) {
  float path = -.35 + .45 * sin(x.y * .23 + SEED * 9.) + .12 * sin(x.y * .71);
  float foot = sign(fract(x.y * .72) - .5);
  vec2 q = vec2((x.x - path + .12 * foot) * 1.7, (fract(x.y * 1.44) - .5) * .69);
  return smoothstep(.15, .09, length(q));
}

void sandSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  float seaward = p.x - shoreX(p.z);
  float wet = smoothstep(-1.9, -.15, seaward + .5 * vn(p.xz * vec2(.4, .9)));
  float speckle = mix(vn(p.xz * 26.), .5, smoothstep(4., 14., t));
  albedo = vec3(.74, .60, .42) * (.80 + .22 * vn(p.xz * 2.3) + .13 * speckle);
  float wrack = smoothstep(.16, .04, abs(seaward + 2.3 - .6 * vn(p.xz * vec2(.5, .7)))) * smoothstep(.45, .65, vn(p.xz * 4.));
  albedo = mix(albedo, vec3(.22, .17, .11), .7 * wrack);
  float grass = smoothstep(.9, 1.7, p.y + .5 * vn(p.xz * 1.7)) * smoothstep(-4., -8., seaward);
  albedo = mix(albedo, mix(vec3(.14, .20, .06), vec3(.36, .34, .14), vn(p.xz * 5.)), .85 * grass);
  float trodden = footprints(p.xz);
  albedo *= (1. - .34 * trodden) * mix(1., .50, wet);
  reflectivity = wet * (.30 + .25 * WET) * (1. - .6 * trodden);
}

void hutSurface(vec3 p, vec3 n, inout vec3 albedo, inout vec3 emission) {
  vec3 q = p - vec3(hut_place.x, 1.6, hut_place.y);
  albedo = vec3(.34, .23, .13) * (.6 + .5 * step(.14, fract(p.y * 4.)));
  float inside = step(max(abs(q.x) - 1.55, abs(q.z) - 1.38), 0.) * step(.15, q.y);
  emission = vec3(1., .58, .22) * 1.1 * LIT * inside;
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  if (id == SEA) {
    seaSurface(p, t, albedo, reflectivity);
  } else if (id == SAND) {
    sandSurface(p, t, albedo, reflectivity);
  } else if (id == TRUNK) {
    albedo = vec3(.31, .24, .17) * (.55 + .7 * abs(fract(p.y * 5.5) - .5));
  } else if (id == FROND) {
    albedo = mix(vec3(.035, .11, .035), vec3(.17, .27, .07), vn(p.xz * 5. + p.y * 2.));
  } else if (id == HILL) {
    float cliff = smoothstep(.62, .42, n.y) + .5 * smoothstep(3., .5, p.y) * smoothstep(20., 60., t);
    vec3 wood = mix(vec3(.05, .11, .05), vec3(.15, .21, .08), vn(p.xz * .6)) * (.6 + .7 * vn(p.xz * 2.1 + p.y));
    albedo = mix(wood, vec3(.34, .29, .23) * (.6 + .6 * vn(vec2(p.x * .4, p.y * 1.2))), clamp(cliff, 0., 1.));
  } else if (id == BOAT) {
    albedo = p.y < .62 ? vec3(.16, .24, .36) : vec3(.92, .88, .80);
  } else if (id == STONE) {
    float wet_line = smoothstep(.45, .15, p.y + .12 * vn(p.xz * 3.));
    albedo = vec3(.30, .26, .23) * (.55 + .6 * fbm(p.xy * 3. + p.z, 3)) * mix(1., .45, wet_line);
    reflectivity = .10 * wet_line;
  } else if (id == DRIFTWOOD) {
    albedo = vec3(.50, .43, .35) * (.65 + .5 * vn(vec2(p.x * 4. + p.z * 4., p.y * 40.)));
  } else if (id == FLAME) {
    albedo = vec3(.6, .4, .2);
    emission = mix(vec3(1., .42, .10), vec3(1., .80, .42), smoothstep(2.05, 1.8, p.y)) * 3. * LIT;
  } else if (id == COCONUT) {
    albedo = vec3(.20, .12, .06);
  } else if (id == HUT) {
    hutSurface(p, n, albedo, emission);
  } else {
    albedo = mix(vec3(.30, .22, .12), vec3(.48, .38, .20), vn(vec2(p.x * 12. + p.z * 12., p.y * 3.)));
  }
}
