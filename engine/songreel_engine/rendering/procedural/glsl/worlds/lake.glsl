// A mountain lake with a pier.
//
// Metres; y up; the water is y = 0. The pier runs along +z from the near shore, the great peaks stand behind the far shore,
// lower wooded hills close the other sides. Kept clear for cameras and the performer in every seed: the deck, and open water
// with |x| < 6.5 and -3 < z < 40, except where the reed clumps and the boat may be (see `reeds` and `boat_place`).
const float WATER = 1.;
const float GROUND = 2.;
const float ROCK = 3.;
const float PINE = 4.;
const float WOOD = 5.;
const float REED = 6.;
const float LANTERN = 7.;
const float BOAT = 8.;
const float CABIN = 9.;
const float ROOF = 10.;
const float TRUNK = 11.;
const float BIRCH = 12.;

const float DECK_Y = .40;
const float DECK_HALF_WIDTH = .95;
const float PLANK = .24;
const float TREE_CELL = 3.6;
const float TREE_TOP = 12.;
const float REED_CELL = .21;
const float REED_REACH = 1.15;

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
float peak_x = (chance(1.) - .5) * 56.;
float second_peak_x = peak_x + (chance(2.) > .5 ? 46. : -46.);
float pier_end = 6.8 + 2.4 * chance(3.);
float landing = chance(4.) > .4 ? .75 : 0.;
vec2 reed_chance = vec2(chance(5.), chance(6.));
vec2 boat_place = vec2(chance(8.) > .5 ? 2.35 : -2.35, 5. + 2. * chance(9.));
mat2 boat_turn = turned((chance(10.) - .5) * .7);
mat2 boat_heel = turned(.04);
vec2 cabin_place = vec2(chance(11.) > .5 ? 17.5 : -17.5, 31. + 6. * chance(12.));
mat2 roof_pitch = turned(-.73);
vec3 boat_paint = chance(13.) > .5 ? vec3(.45, .10, .07) : vec3(.10, .24, .30);

// Metres from the shoreline in plan: below 0 on the lake, above 0 on land. Sums of sines: the march asks for it everywhere.
float fromShore(vec2 x) {
  float side = abs(x.x + 2.6 * sin(x.y * .075 + SEED * 9.)) - 12. - 2.2 * sin(x.y * .13 + SEED * 5.);
  float far = x.y - 50. - 3. * sin(x.x * .11 + SEED * 7.);
  float near = -6.5 - x.y - 1.3 * sin(x.x * .35 + SEED * 4.);
  return max(side, max(far, near)) + .5 * sin(x.x * .9 + 1.3 * sin(x.y * .7));
}

float bankHeight(float shore) {
  return shore > 0. ? 1.3 * shore / (shore + 2.5) + .045 * shore : max(.5 * shore, -.8);
}

// How far into the mountains (0 the basin, 1 the main chain).
float mountains(vec2 x) {
  return smoothstep(46., 140., length((x - vec2(0., 22.)) * vec2(1., .85)));
}

float groundHeight(vec2 x) {
  float range = mountains(x);
  float ahead = smoothstep(-.1, .8, (x.y - 22.) / (length(x - vec2(0., 22.)) + 1.));
  vec2 to_peaks = (x.x - vec2(peak_x, second_peak_x)) / vec2(34., 30.);
  float peak = dot(vec2(1., .6), exp(-to_peaks * to_peaks));
  float height = mix(24., 34. + 36. * peak, ahead);
  float relief = ridge(x * .0135 + SEED * 13.7, range > 0. ? 5 : 0);
  float shore = fromShore(x);
  return bankHeight(shore) + range * height * (relief + .12) + (shore > 0. ? .2 * vn(x * 1.3) : 0.);
}

float pier(vec3 p) {
  float plank = floor(p.z / PLANK);
  float gap = .011 - abs(fract(p.z / PLANK) - .5) * PLANK;
  float skew = .03 * sin(plank * 7.);
  float wider = p.z > pier_end - 2.2 ? landing : 0.;
  vec3 middle = vec3(skew, DECK_Y, (pier_end - 10.) * .5);
  vec3 half_size = vec3(DECK_HALF_WIDTH + wider, .035, (pier_end + 10.) * .5);
  float deck = max(box(p - middle, half_size), gap);
  vec3 q = vec3(abs(p.x) - .7, p.y - DECK_Y + .11, p.z - middle.z);
  return min(deck, box(q, vec3(.05, .08, half_size.z - .1))) * .8;
}

vec2 terrain(vec3 p) {
  vec2 land = vec2((p.y - groundHeight(p.xz)) * .6, mountains(p.xz) > .004 ? ROCK : GROUND);
  vec2 water = vec2(p.y, WATER);
  return U(U(land, water), vec2(pier(p), WOOD));
}

// One tree per cell, its foot on the bank. Conifers in drooping tiers; near the water some round, golden birches.
vec2 trees(vec3 p) {
  vec2 cell = floor(p.xz / TREE_CELL);
  vec2 local = p.xz - (cell + .5) * TREE_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 offset = (vec2(k2, fract(k * 7.)) - .5) * 1.1;
  vec2 foot = (cell + .5) * TREE_CELL + offset;
  float shore = fromShore(foot);
  float path = abs(foot.x) - 2.6 + max(foot.y, -6.5) + 6.5;
  bool grows = k > .22 && shore > .7 && shore < 34. && path > 0.;
  bool round_crown = fract(k * 13.) > .80 && shore < 7.;

  float tall = mix(3.2, 9.2, k2 * k2) * (round_crown ? .62 : 1.);
  vec3 q = vec3(local.x - offset.x, p.y - bankHeight(shore) + .1, local.y - offset.y);
  q.xz += .05 * (k - .5) * q.y;
  float y = clamp(q.y / tall, 0., 1.);
  float reach = min(1.25, tall * (.15 + .07 * fract(k * 31.)));
  float tiers = y * (6. + floor(4. * k2)) + .25 * sin(q.x * 5. + q.z * 4. + k * 9.);
  float layer = round_crown ? q.y * 2.6 : floor(tiers) * 2.3;
  float bough = sin(q.x * 9. + layer) * sin(q.z * 9. + layer * 1.35 + k * 6.);
  float cone = (1. - y) * reach * (1.02 - .55 * fract(tiers)) * (1. + .28 * bough) + .015;
  float crown = reach * sqrt(max(1. - pow((y - .62) / .37, 2.), 0.)) * (.85 + .22 * bough);
  float radius = length(q.xz);
  float leaves = max(radius - (round_crown ? crown : cone), max(q.y - tall, (round_crown ? .25 : .09) * tall - q.y)) * .55;
  float trunk = max(radius - .11 + .05 * y, q.y - tall * .7);

  vec2 tree = U(vec2(leaves, round_crown ? BIRCH : PINE), vec2(trunk, TRUNK));
  float above = p.y - TREE_TOP;
  gCell = above > 0. ? gCell : min(gCell, min(cellStep(local.x, gRd.x, TREE_CELL * .5), cellStep(local.y, gRd.z, TREE_CELL * .5)));
  tree.x = above > 0. ? above + .1 : (grows ? tree.x : 1e3);
  return tree;
}

// Posts, the rope between them, and lanterns on every other post.
vec2 pierPosts(vec3 p) {
  const float SPACING = 2.2;
  float last = floor((pier_end - .3) / SPACING);
  float n = clamp(floor(p.z / SPACING + .5), -3., last);
  vec3 q = vec3(abs(p.x) - DECK_HALF_WIDTH - .03, p.y, p.z - n * SPACING);
  float lean = (h1(n + SEED * 5.) - .5) * .06;
  q.x -= lean * q.y;
  vec2 r = vec2(cyl(q - vec3(0, .15, 0), .07, .62) - .01, WOOD);

  float along = clamp(p.z / SPACING, -3., last);
  float sag = 4. * fract(along) * (1. - fract(along));
  float rope = length(vec2(abs(p.x) - DECK_HALF_WIDTH - .05, p.y - .70 + .22 * sag)) - .016;
  r = U(r, vec2(max(rope, abs(p.z - (last - 3.) * SPACING * .5) - (last + 3.) * SPACING * .5) * .8, WOOD));

  float side = mod(n + floor(SEED * 8.), 2.) < .5 ? 1. : -1.;
  vec3 l = vec3(p.x - side * (DECK_HALF_WIDTH + .03), p.y - .90, q.z);
  r = U(r, vec2(cyl(l, .062, .10), LANTERN));
  float cap_r = .10 - .55 * clamp(l.y - .10, 0., .16);
  r = U(r, vec2(cyl(l - vec3(0, .15, 0), cap_r, .05) * .8, TRUNK));
  return r;
}

vec2 reedClump(vec3 p, vec2 middle) {
  vec2 cell = floor(p.xz / REED_CELL);
  vec2 local = p.xz - (cell + .5) * REED_CELL;
  float k = h2(cell + SEED * 7. + 5.);
  float k2 = h2(cell + 3.);
  vec2 plan = (cell + .5) * REED_CELL - middle;
  float far = length(plan) / (REED_REACH - .2);
  bool grows = far < 1. && k > .30 + .5 * far;
  float tall = (.65 + 1.0 * k2) * (1.1 - .35 * far);
  float y = clamp(p.y / tall, 0., 1.);
  vec2 bend = (vec2(fract(k * 9.), fract(k2 * 9.)) - .5) * .16 * y * y;
  vec2 root = (vec2(fract(k * 5.), fract(k2 * 5.)) - .5) * .06;
  float plume = k > .68 ? .017 * smoothstep(.74, .80, y) * smoothstep(1., .94, y) : 0.;
  float stem = max(length(local - root - bend) - .011 * (1.15 - y) - plume, p.y - tall) * .75;
  float outside = max(length(p.xz - middle) - REED_REACH, p.y - 1.8);
  gCell = outside > 0. ? gCell : min(gCell, min(cellStep(local.x, gRd.x, REED_CELL * .5), cellStep(local.y, gRd.z, REED_CELL * .5)));
  return vec2(outside > 0. ? outside + .05 : (grows ? stem : 1e3), REED);
}

// The clump nearest to the ray's point: two beside the pier's foot, one by each far corner of the near shore.
vec2 reeds(vec3 p) {
  float side = p.x > 0. ? 1. : -1.;
  float k = side > 0. ? reed_chance.y : reed_chance.x;
  vec2 near = vec2(side * (2.35 + .5 * k), -2.2 + 1.2 * k);
  vec2 beyond = vec2(side * (5.4 + 1.8 * k), -4.6 + .8 * k);
  vec2 middle = length(p.xz - near) < length(p.xz - beyond) ? near : beyond;
  return reedClump(p, middle);
}

vec2 boat(vec3 p) {
  vec3 q = p - vec3(boat_place.x, .16, boat_place.y);
  q.xz *= boat_turn;
  q.xy *= boat_heel;
  float rim = q.y - .10 - .085 * q.z * q.z;
  float stern = q.z < 0. ? .75 : 1.;
  vec3 s = q * vec3(1., 1., stern);
  float hull = max(ell(s - vec3(0, .08, 0), vec3(.66, .46, 1.75)), rim);
  float hollow = ell(s - vec3(0, .13, 0), vec3(.60, .44, 1.66));
  float thwart = box(vec3(q.x, q.y - .02, abs(q.z - .1) - .55), vec3(.54, .022, .13));
  float oar = cap(q, vec3(.5, .17, .8), vec3(-.25, .16, -1.5), .022, .022);
  float d = min(max(hull, -hollow), min(max(thwart, hull), oar));
  return vec2(d * .8, BOAT);
}

// A cabin on the far shore, with lit windows towards the lake.
vec2 cabin(vec3 p) {
  vec3 q = p - vec3(cabin_place.x, 1.1, cabin_place.y);
  float walls = box(q - vec3(0, .6, 0), vec3(2., 1.9, 2.6));
  float gable = .5 * (abs(q.x) * .9 + q.y - 4.1);
  walls = max(walls, gable);
  vec3 r = vec3(abs(q.x), q.y - 2.45, q.z);
  r.xy *= roof_pitch;
  float roof = box(r - vec3(1.05, .85, 0), vec3(1.75, .08, 3.1));
  float chimney = box(q - vec3(.8, 3.9, 1.2), vec3(.3, 1.1, .3));
  return U(vec2(walls, CABIN), U(vec2(roof, ROOF), vec2(chimney, ROCK)));
}

vec2 props(vec3 p) {
  vec2 r = U(trees(p), pierPosts(p));
  r = U(r, reeds(p));
  r = U(r, boat(p));
  return U(r, cabin(p));
}

// What throws shadows, simpler than `world` and nowhere outside it: no boughs, ropes or lanterns. Water shades nothing.
#define SHADOW_WORLD
float treeShadow(vec3 p) {
  vec2 cell = floor(p.xz / TREE_CELL);
  vec2 local = p.xz - (cell + .5) * TREE_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 offset = (vec2(k2, fract(k * 7.)) - .5) * 1.1;
  vec2 foot = (cell + .5) * TREE_CELL + offset;
  float shore = fromShore(foot);
  float path = abs(foot.x) - 2.6 + max(foot.y, -6.5) + 6.5;
  bool grows = k > .22 && shore > .7 && shore < 34. && path > 0.;
  bool round_crown = fract(k * 13.) > .80 && shore < 7.;
  float tall = mix(3.2, 9.2, k2 * k2) * (round_crown ? .62 : 1.);
  vec3 q = vec3(local.x - offset.x, p.y - bankHeight(shore) + .1, local.y - offset.y);
  q.xz += .05 * (k - .5) * q.y;
  float y = clamp(q.y / tall, 0., 1.);
  float reach = min(1.25, tall * (.15 + .07 * fract(k * 31.)));
  float off_middle = (y - .62) / .37;
  float crown = round_crown ? .75 * sqrt(max(1. - off_middle * off_middle, 0.)) : .60 * (1. - y);
  float leaves = max(length(q.xz) - reach * crown, max(q.y - tall, (round_crown ? .25 : .09) * tall - q.y)) * .6;
  float above = p.y - TREE_TOP;
  gCell = above > 0. ? gCell : min(gCell, min(cellStep(local.x, gRd.x, TREE_CELL * .5), cellStep(local.y, gRd.z, TREE_CELL * .5)));
  return above > 0. ? above + .1 : (grows ? leaves : 1e3);
}

float shadowWorld(vec3 p) {
  const float SPACING = 2.2;
  float last = floor((pier_end - .3) / SPACING);
  float n = clamp(floor(p.z / SPACING + .5), -3., last);
  float post = cyl(vec3(abs(p.x) - DECK_HALF_WIDTH - .03, p.y - .15, p.z - n * SPACING), .06, .62);
  vec3 b = p - vec3(boat_place.x, .16, boat_place.y);
  b.xz *= boat_turn;
  b.xy *= boat_heel;
  vec3 s = b * vec3(1., 1., b.z < 0. ? .75 : 1.);
  float hull = max(ell(s - vec3(0, .08, 0), vec3(.66, .46, 1.75)), b.y - .10 - .085 * b.z * b.z);
  hull = max(hull, -ell(s - vec3(0, .13, 0), vec3(.60, .44, 1.66)));
  float walls = box(p - vec3(cabin_place.x, 1.7, cabin_place.y), vec3(1.9, 1.8, 2.5));
  float things = min(min(post, hull * .8), min(min(walls, pier(p)), reeds(p).x));
  return min(min((p.y - groundHeight(p.xz)) * .6, treeShadow(p)), things);
}

vec3 groundColour(vec3 p) {
  vec3 grass = mix(vec3(.10, .13, .05), vec3(.24, .20, .09), vn(p.xz * .8)) * (.6 + .7 * vn(p.xz * 6.));
  vec3 pebbles = vec3(.22, .19, .16) * (.6 + .7 * vn(p.xz * 14.));
  return mix(pebbles, grass, smoothstep(.08, .5, p.y + .25 * vn(p.xz * 2.)));
}

vec3 mountainColour(vec3 p, vec3 n) {
  float strata = fbm(vec2(p.x * .15 + p.z * .1, p.y * .7), 3);
  vec3 rock = mix(vec3(.17, .165, .19), vec3(.36, .31, .29), strata);
  float wood_line = 13. + 9. * vn(p.xz * .07);
  float wood = smoothstep(wood_line + 2., wood_line - 5., p.y + 5. * vn(p.xz * .3));
  vec3 forest = vec3(.045, .08, .05) * (.55 + .9 * vn(vec2(p.x * .9, p.y * 1.3 + p.z * .4)));
  float lies = smoothstep(.40, .66, n.y + .3 * fbm(p.xz * .22, 3) - .14);
  float snow = lies * smoothstep(14., 27., p.y + 9. * vn(p.xz * .15));
  return mix(mix(rock, forest, wood), vec3(.88, .90, .95), snow);
}

vec3 plankColour(vec3 p) {
  float plank = floor(p.z / PLANK);
  float grain = vn(vec2(p.x * 3. + h1(plank) * 50., p.z * 60. + p.y * 40.));
  vec3 wood = mix(vec3(.27, .19, .12), vec3(.36, .31, .26), h1(plank * 1.7 + SEED));
  float nail = smoothstep(.018, .010, length(vec2(abs(p.x) - .72, (fract(p.z / PLANK) - .5) * PLANK)));
  return wood * (.6 + .5 * h1(plank + 3.)) * (.7 + .45 * grain) * (1. - .7 * nail);
}

vec3 boatColour(vec3 p) {
  float strake = .85 + .15 * step(.2, fract(p.y * 9.));
  return p.y < .24 ? boat_paint * strake : vec3(.42, .30, .19) * (.8 + .3 * vn(p.xz * 20.));
}

void cabinSurface(vec3 p, vec3 n, inout vec3 albedo, inout vec3 emission) {
  vec3 q = p - vec3(cabin_place.x, 1.1, cabin_place.y);
  float along = abs(n.x) > .5 ? q.z : q.x;
  vec2 pane = abs(vec2(abs(along) - 1.15, q.y - 1.1)) - vec2(.45, .48);
  float glass = step(max(pane.x, pane.y), 0.);
  float bars = step(.04, abs(abs(along) - 1.15)) * step(.04, abs(q.y - 1.1));
  albedo = vec3(.22, .13, .08) * (.6 + .5 * step(.12, fract(p.y * 3.2)));
  albedo = mix(albedo, vec3(.05), glass);
  emission = vec3(1., .60, .26) * 2.2 * LIT * glass * bars;
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec2 tree_cell = floor(p.xz / TREE_CELL);
  float tint = h2(tree_cell + floor(SEED * 97.));
  float leaf = vn(p.xz * 3. + p.y * 2.);
  if (id == WATER) {
    float shallow = smoothstep(-1.6, 0., fromShore(p.xz));
    albedo = mix(vec3(.018, .045, .055), vec3(.09, .11, .07), shallow);
    reflectivity = mix(.92, .6, shallow);
  } else if (id == GROUND) {
    albedo = groundColour(p);
  } else if (id == ROCK) {
    albedo = mountainColour(p, n);
  } else if (id == PINE) {
    albedo = mix(vec3(.022, .055, .036), vec3(.065, .115, .045), leaf) * (.65 + .7 * tint);
  } else if (id == WOOD) {
    albedo = plankColour(p);
    reflectivity = .08 * WET;
  } else if (id == REED) {
    albedo = mix(vec3(.17, .20, .07), vec3(.40, .30, .13), clamp(p.y * .9, 0., 1.));
  } else if (id == LANTERN) {
    albedo = vec3(.5, .42, .30);
    emission = vec3(1., .62, .25) * 2.8 * LIT;
  } else if (id == BOAT) {
    albedo = boatColour(p);
  } else if (id == CABIN) {
    cabinSurface(p, n, albedo, emission);
  } else if (id == ROOF) {
    albedo = vec3(.13, .09, .08) * (.7 + .5 * step(.15, fract(p.y * 4.)));
  } else if (id == TRUNK) {
    albedo = vec3(.11, .085, .07);
  } else {
    albedo = mix(vec3(.30, .20, .035), vec3(.46, .34, .06), leaf) * (.6 + .6 * tint);
  }
  // A line of mist lies on the far water's edge: pale matter that takes whatever light the style gives.
  float mist = smoothstep(22., 75., t) * exp(-.28 * max(p.y, 0.)) * (.35 + .65 * vn(vec2(p.x * .05 + SEED, p.y * .3)));
  albedo = id == WATER ? albedo : mix(albedo, vec3(.62, .68, .74), .75 * mist);
}
