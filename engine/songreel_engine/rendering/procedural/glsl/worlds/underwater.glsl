// The sea floor: rippled sand between two reefs, kelp and coral, a stone arch and the ribs of a wreck, the bright surface above.
//
// Metres; y up; the sand is y = 0, the surface CEILING_Y above it. There is no sky: a wall of water closes the view, and the
// water's own colour grows with distance in `throughWater`. Kept clear for cameras and the performer in every seed: |x| < 1.9
// and -9 < z < 9.5 between the sand and 7 m above it, and the high cameras' places (`setups/underwater.py`).
const float CEILING = 1.;
const float SAND = 2.;
const float REEF = 3.;
const float ARCH = 4.;
const float KELP = 5.;
const float CORAL = 6.;
const float FAN = 7.;
const float BOULDER = 8.;
const float WRECK = 9.;
const float FISH = 10.;
const float OPEN_WATER = 11.;

const float CEILING_Y = 17.;
const float OPEN_RADIUS = 88.;
const float KELP_CELL = .62;
const float KELP_REACH = 1.25;
const float KELP_TOP = 9.;
const float KELP_ROW = 5.2;
const float KELP_ASIDE = 3.1;    // the nearest a clump's middle comes to x = 0
const float CORAL_CELL = 1.9;
const float CORAL_TOP = 1.7;
const float FISH_CELL = 1.15;

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
vec2 arch_place = vec2(-side * (1.5 + 2.5 * chance(2.)), 21. + 6. * chance(3.));
mat2 arch_turn = turned((chance(4.) - .5) * .8);
float arch_size = 6.4 + 1.4 * chance(5.);
vec2 wreck_place = vec2(side * (7.6 + 1.2 * chance(6.)), 13. + 3. * chance(7.));
mat2 wreck_turn = turned(side * (.25 + .3 * chance(8.)));
mat2 wreck_heel = turned(side * (.22 + .12 * chance(9.)));
vec3 school = vec3(-side * (3.5 + 2. * chance(10.)), 6.2 + 1.5 * chance(11.), 14. + 4. * chance(12.));
vec2 swim = vec2(cos(chance(13.) * 6.28), sin(chance(13.) * 6.28));
vec3 deep_water = mix(vec3(.004, .060, .105), vec3(.004, .075, .080), chance(14.));
vec3 bright_water = mix(vec3(.06, .42, .62), vec3(.08, .50, .48), chance(14.));
float daylight = 1.15 - .85 * LIT * LIT;

// How far up the reefs to either side of the sand lane, 0..1.
float reefRise(vec2 x) {
  float lane = 8.6 + 2.4 * sin(x.y * .11 + SEED * 11.) + 1.2 * sin(x.y * .31 + x.x * .1 + SEED * 5.);
  float back = 15. + x.y;
  return max(smoothstep(0., 7., abs(x.x) - lane), smoothstep(2., -5., back));
}

float floorHeight(vec2 x) {
  float near = smoothstep(14., 7., length(x * vec2(1.2, 1.) - vec2(0., 2.)));
  float ripple = .016 * near * sin(x.y * 9.5 + 1.6 * sin(x.x * .9 + SEED * 9.) + 1.1 * sin(x.x * 2.3 + x.y * .7));
  float dunes = (1. - near) * (1.3 * vn(x * .13 + SEED * 7.) - .35);
  float rise = reefRise(x);
  float knobs = rise > 0. ? 1.2 * fbm(x * .55 + SEED * 3., 3) : 0.;
  return ripple + dunes + rise * (2.2 + 4.6 * vn(x * .16 + SEED * 17.) + 1.6 * knobs);
}

float arch(vec3 p) {
  vec3 q = p - vec3(arch_place.x, -.6, arch_place.y);
  q.xz *= arch_turn;
  float lumps = vn(q.xy * .8 + SEED) + vn(q.zy * .9 + 3.) + .45 * vn(q.xy * 2.6) + .35 * vn(q.zy * 2.9);
  float leg = 1.25 + .07 * abs(q.x) - .06 * q.y;
  float ring = length(vec2(length(q.xy * vec2(1., .66)) - arch_size, q.z * .8)) - leg;
  return (ring - .85 * (lumps - 1.)) * .58;
}

vec2 terrain(vec3 p) {
  vec2 ground = vec2((p.y - floorHeight(p.xz)) * .62, reefRise(p.xz) > .02 ? REEF : SAND);
  vec2 r = U(ground, vec2(arch(p), ARCH));
  r = U(r, vec2(CEILING_Y - p.y, CEILING));
  return U(r, vec2(OPEN_RADIUS - length(p.xz - vec2(0, 8)), OPEN_WATER));
}

// Ribbons that sway to one side as they rise, their edges in lobes.
float kelpStems(vec3 p, vec2 middle, float k) {
  vec2 cell = floor(p.xz / KELP_CELL);
  vec2 local = p.xz - (cell + .5) * KELP_CELL;
  float wild = h2(cell + SEED * 7. + 5.);
  float far = length((cell + .5) * KELP_CELL - middle) / (KELP_REACH - .3);
  bool grows = far < 1. && wild > .30 + .30 * far;
  float tall = (3.2 + (KELP_TOP - 3.4) * fract(wild * 9.) * (.4 + .6 * k)) * (1.05 - .3 * far);
  float sway = p.y * .75 + wild * 9. + SEED * 5.;
  vec2 offset = .13 * vec2(sin(sway), cos(sway * .8)) * clamp(p.y * .5, 0., 1.);
  vec2 q = rot(local - offset, p.y * .55 + wild * 40.);
  float lobes = abs(fract(p.y * 1.25 + wild * 3.) - .35);
  float blade = (.030 + .085 * smoothstep(.5, .1, lobes)) * smoothstep(tall, tall - 1.2, p.y);
  float ribbon = max(max(abs(q.x) - blade, abs(q.y) - .010 - .03 * blade), p.y - tall) * .55;
  gCell = min(gCell, min(cellStep(local.x, gRd.x, KELP_CELL * .5), cellStep(local.y, gRd.z, KELP_CELL * .5)));
  return grows ? ribbon : 1e3;
}

// Clumps in a row along either reef's foot.
vec2 kelp(vec3 p) {
  float row = floor(p.z / KELP_ROW + .5);
  float on = p.x > 0. ? 1. : -1.;
  float k = h2(vec2(row + 40., on * 3. + 7.) + floor(SEED * 89.));
  float aside = KELP_ASIDE + .1 + 2.2 * fract(k * 7.) + .9 * step(11., abs(p.z - 3.));
  vec2 middle = vec2(on * aside, row * KELP_ROW + (fract(k * 13.) - .5) * 1.8);
  bool stands = k > .34 && row < 8.;
  float outside = max(length(p.xz - middle) - KELP_REACH, p.y - KELP_TOP);
  float to_next = cellStep(p.z - row * KELP_ROW, gRd.z, KELP_ROW * .5);
  float across = abs(p.x) + KELP_ASIDE - KELP_REACH;
  gCell = min(gCell, to_next);
  if (outside > 0. || !stands) return vec2(min(stands ? outside + .06 : 1e3, across), KELP);
  return vec2(kelpStems(p, middle, k), KELP);
}

// Antlers: eight arms round a root, each forked once.
float antlers(vec3 q, float tall, float k) {
  const float SECTOR = PI / 4.;
  float turn = atan(q.z, q.x) + k * 6.;
  float n = floor(turn / SECTOR);
  float wild = h1(mod(n, 8.) * 3.7 + k * 50.);
  float angle = turn - (n + .5) * SECTOR;
  float reach = length(q.xz);
  vec3 s = vec3(reach * cos(angle), q.y, abs(reach * sin(angle)));
  float len = tall * (.75 + .35 * wild);
  vec3 elbow = vec3(.26 + .2 * wild, .50, .02) * len;
  float arm = cap(s, vec3(.02, -.1, 0.), elbow, .075, .055);
  float fork = cap(s, elbow, elbow + vec3(.12 + .14 * wild, .42, .10) * len, .055, .030);
  float inner = cap(s, elbow * .7, vec3(.16, .88, .03) * len, .05, .028);
  return smin(arm, min(fork, inner), .05) * .8;
}

// What stands on the sand beside the lane: antlers, fans, brain corals and boulders, one to a cell.
vec2 corals(vec3 p) {
  vec2 cell = floor(p.xz / CORAL_CELL);
  vec2 local = p.xz - (cell + .5) * CORAL_CELL;
  float k = h2(cell + SEED * 23. + 1.);
  float kind = fract(k * 37.);
  vec2 offset = (vec2(fract(k * 57.), fract(k * 91.)) - .5) * .55;
  vec2 foot = (cell + .5) * CORAL_CELL + offset;
  bool lane = abs(foot.x) < 2.75 && foot.y > -9. && foot.y < 9.5;
  bool between = abs(foot.x) > .95 && min(abs(foot.y - .95), abs(foot.y - 7.5)) < .6;    // before no camera, behind none
  float grown = lane ? .45 : 1.;
  bool stands = (!lane || between) && k > .30 && length(foot - vec2(0., 6.)) < 34.;
  vec3 q = vec3(local.x - offset.x, p.y - floorHeight(foot) + .05, local.y - offset.y);
  float tall = (.55 + .65 * fract(k * 19.)) * grown;
  float knobs = .05 * sin(q.x * 9. + k * 9.) * sin(q.z * 8.) * sin(q.y * 9.);
  float boulder = (ell(q - vec3(0, .12, 0), vec3(.62, .30 + .42 * tall, .52) * grown * (.7 + .5 * fract(k * 5.))) + knobs * grown) * .8;
  vec2 f = rot(q.xz, k * 20.);
  float veil = length(vec2(f.x, q.y - .62 * tall) * vec2(1., .9)) - .52 * tall - .05 * sin(atan(f.x, q.y) * 14.);
  float fan = max(veil, abs(f.y + .10 * f.x * f.x) - .022) * .75;
  fan = min(fan, cap(q, vec3(0., -.1, 0.), vec3(0., .3, 0.), .05, .03));
  vec2 r = kind < .46 ? vec2(antlers(q, tall, k), CORAL) : (kind < .68 ? vec2(fan, FAN) : vec2(boulder, kind < .84 ? CORAL : BOULDER));
  float above = q.y - CORAL_TOP;
  gCell = above > 1. ? gCell : min(gCell, min(cellStep(local.x, gRd.x, CORAL_CELL * .5), cellStep(local.y, gRd.z, CORAL_CELL * .5)));
  r.x = above > 1. ? above * .5 : (stands ? r.x : 1e3);
  return r;
}

// The frames of a wooden ship, heeled over and broken off at odd heights, some planks still on them.
vec2 wreck(vec3 p) {
  const float FRAME = 1.25;
  const float HALF_LENGTH = 6.9;
  vec3 q = p - vec3(wreck_place.x, 1.9, wreck_place.y);
  q.xz *= wreck_turn;
  q.xy *= wreck_heel;
  float n = clamp(floor(q.z / FRAME + .5), -5., 5.);
  float along = q.z / HALF_LENGTH;
  float beam = 2.7 * (1. - .72 * along * along);
  float round_ = length(q.xy * vec2(1., .95)) - beam;
  float broken = .2 + 2.6 * h1(n * 3.3 + SEED * 29.) - .4 * abs(n) * .2;
  float top = max(q.y - broken, abs(q.z) - HALF_LENGTH);
  float frame = max(max(abs(round_) - .11, abs(q.z - n * FRAME) - .10), top);
  float strake = abs(fract(q.y * 2.6) - .5) - .40;
  float rot_ = .24 - vn(vec2(q.z * .55 + SEED * 7., atan(q.x, -q.y) * 2.2));
  float planks = max(max(abs(round_ - .12) - .03, q.y - broken + .35), max(strake * .38, rot_ * 1.6));
  planks = max(planks, abs(q.z) - HALF_LENGTH);
  float keel = box(q - vec3(0., -2.75, 0.), vec3(.16, .22, HALF_LENGTH));
  float stem = cap(q, vec3(0., -2.6, HALF_LENGTH - .2), vec3(0., 2.6, HALF_LENGTH + 1.5), .20, .13);
  float mast = cap(q, vec3(0., -2.4, 1.), vec3(.5, 4.4, .2), .19, .13);
  return vec2(min(min(frame, planks), min(keel, min(stem, mast))) * .72, WRECK);
}

// A school of fish, all one way.
vec2 fish(vec3 p) {
  vec3 q = p - school;
  q.xz *= mat2(swim.x, swim.y, -swim.y, swim.x);
  float shoal = ell(q, vec3(4.2, 1.7, 2.4));
  vec3 cell = floor(q / FISH_CELL);
  vec3 local = q - (cell + .5) * FISH_CELL;
  float k = h2(cell.xz * 1.7 + cell.y * 13. + SEED * 5.);
  vec3 middle = (cell + .5) * FISH_CELL;
  bool swims = k > .38 && dot(middle / vec3(4.2, 1.7, 2.4), middle / vec3(4.2, 1.7, 2.4)) < 1.;
  vec3 f = local - (vec3(fract(k * 7.), fract(k * 11.), fract(k * 17.)) - .5) * .5;
  f.z += .03 * sin(f.x * 9. + k * 9.);
  float body = ell(f, vec3(.24, .085, .045));
  float tail = max(max(abs(f.y) - .05 - .35 * (-f.x - .22), abs(f.z) - .008), max(f.x + .20, -.34 - f.x));
  if (shoal > .7) return vec2(shoal, FISH);
  vec3 rd = gRd;
  rd.xz *= mat2(swim.x, swim.y, -swim.y, swim.x);
  float border = min(cellStep(local.x, rd.x, FISH_CELL * .5), min(cellStep(local.y, rd.y, FISH_CELL * .5), cellStep(local.z, rd.z, FISH_CELL * .5)));
  gCell = min(gCell, border);
  return vec2(swims ? min(body, tail) * .8 : 1e3, FISH);
}

vec2 props(vec3 p) {
  vec2 r = U(kelp(p), corals(p));
  r = U(r, wreck(p));
  return U(r, fish(p));
}

// What throws shadows: reefs, arch, wreck and coral. The surface lets light through, kelp and fish are too thin to count.
// Above the corals there is nothing of them, not even their bound: a ray close over it would count as half shaded.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  float above_floor = p.y - floorHeight(p.xz);
  float coral = above_floor > CORAL_TOP + .2 ? 1e3 : corals(p).x;
  return min(min(above_floor * .62, arch(p)), min(coral, wreck(p).x));
}

// The net that light through waves draws on what lies below, 0..1.
float caustics(vec2 x) {
  vec2 bend = vec2(vn(x * .7 + SEED), vn(x * .7 + 7.)) * 1.6;
  float a = abs(vn(x * 1.1 + bend) - .5);
  float b = abs(vn(x * 1.7 - bend + 3.) - .5);
  return smoothstep(.16, .0, a) * .65 + smoothstep(.12, .0, b) * .45;
}

// Where the surface lets shafts through, as they stand along the ray.
float shafts(vec3 rd, float t) {
  float sum = 0.;
  for (int i = 0; i < 5; i++) {
    float s = min(t, 44.) * (float(i) + .7) / 5.;
    vec3 q = CAM + rd * s;
    vec2 entry = q.xz + KEYD.xz / max(KEYD.y, .3) * (CEILING_Y - q.y);
    float beam = smoothstep(.54, .80, vn(entry * vec2(.42, .30) + SEED * 9.) * .75 + .25 * vn(entry * 1.3));
    sum += beam * clamp(q.y / CEILING_Y * .8 + .35, 0., 1.);
  }
  return sum / 5.;
}

// Water between the camera and what is seen: local colour goes, the water's own comes.
void throughWater(vec3 rd, float t, inout vec3 albedo, inout vec3 emission) {
  vec3 left = exp(-t * vec3(.062, .026, .022));
  float thick = 1. - exp(-max(t - 2., 0.) * .034);
  vec3 toward_light = mix(deep_water, bright_water, smoothstep(-.30, .75, rd.y + .12 * dot(rd, KEYD)));
  albedo *= left * (1. - .75 * thick);
  emission = emission * left + toward_light * thick * daylight * (.55 + 2.6 * shafts(rd, t));
}

vec3 coralColour(float k) {
  vec3 paint = k < .22 ? vec3(.80, .26, .13) : (k < .42 ? vec3(.72, .16, .36) : (k < .60 ? vec3(.80, .52, .12) : (k < .8 ? vec3(.42, .20, .58) : vec3(.55, .66, .42))));
  return paint;
}

vec3 reefColour(vec3 p, vec3 n) {
  vec3 rock = mix(vec3(.13, .15, .15), vec3(.30, .27, .23), vn(p.xz * .7 + p.y)) * (.65 + .6 * vn(p.xz * 3.5 + p.y * 2.));
  float patch_ = vn(p.xz * 1.3 + vec2(p.y, SEED * 40.));
  vec3 growth = mix(coralColour(chance(21.)), coralColour(chance(22.)), smoothstep(.42, .58, vn(p.xz * .6 + p.y * .4)));
  float grown = smoothstep(.60, .72, patch_) * smoothstep(-.1, .5, n.y);
  vec3 weed = vec3(.12, .20, .09);
  rock = mix(rock, weed, .6 * smoothstep(.45, .65, vn(p.xz * .5 + 9.)) * max(n.y, 0.));
  return mix(rock, growth * .75, grown);
}

vec3 sandColour(vec3 p, float t) {
  float ridge_ = sin(p.z * 9.5 + 1.6 * sin(p.x * .9 + SEED * 9.) + 1.1 * sin(p.x * 2.3 + p.z * .7));
  vec3 sand = mix(vec3(.16, .17, .14), vec3(.24, .25, .20), vn(p.xz * .6));
  sand *= 1. + .10 * ridge_ * smoothstep(16., 6., t);
  float grain = mix(1., .80 + .4 * h2(floor(p.xz * 55.)), smoothstep(7., 2., t));
  return sand * grain;
}

// The surface from below: a bright window overhead, its edge broken by waves, silver-blue around it.
vec3 ceilingGlow(vec3 p, vec3 rd, float t) {
  vec2 slope = vec2(fbm(p.xz * .32 + SEED * 5., 3), fbm(p.xz * .32 + 11., 3)) - .44;
  float waves = fbm(p.xz * vec2(.55, .8) + slope * 3., 3);
  vec3 to_light = normalize(vec3(rd.x + slope.x * .5, rd.y, rd.z + slope.y * .5));
  float sun = max(dot(to_light, KEYD), 0.);
  float window = smoothstep(.52, .74, to_light.y + .12 * (waves - .45));
  vec3 glow = mix(bright_water * .9, vec3(.42, .86, .92), window);
  float crest = smoothstep(.50, .62, waves) * smoothstep(70., 22., t);
  glow += vec3(.35, .55, .52) * crest * (.35 + window);
  return glow + vec3(1., .97, .86) * (1.1 * pow(sun, 14.) + 2.2 * pow(sun, 90.));
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 rd = normalize(p - CAM);
  float spot = vn(p.xz * 7. + p.y * 5.);
  vec2 coral_cell = floor(p.xz / CORAL_CELL);
  float k = h2(coral_cell + SEED * 23. + 1.);
  float net = caustics(p.xz + KEYD.xz * p.y) * smoothstep(26., 5., t) * max(n.y, 0.);
  if (id == CEILING) {
    emission = ceilingGlow(p, rd, t) * daylight;
  } else if (id == SAND) {
    albedo = sandColour(p, t);
  } else if (id == REEF || id == ARCH) {
    albedo = reefColour(p, n);
  } else if (id == KELP) {
    albedo = mix(vec3(.10, .12, .025), vec3(.34, .33, .06), clamp(p.y / 7., 0., 1.)) * (.7 + .5 * spot);
  } else if (id == CORAL) {
    albedo = coralColour(fract(k * 71.)) * (.65 + .55 * spot) * (.55 + .6 * clamp(p.y * 1.2, 0., 1.));
  } else if (id == FAN) {
    float vein = smoothstep(.25, .5, abs(fract(atan(p.y, p.x + p.z) * 11.) - .5));
    albedo = coralColour(fract(k * 71.)) * (.55 + .6 * vein);
  } else if (id == BOULDER) {
    albedo = mix(vec3(.19, .20, .19), vec3(.22, .27, .14), smoothstep(.4, .7, spot) * max(n.y, 0.));
  } else if (id == WRECK) {
    float grain = vn(vec2(p.y * 14., p.z * 2. + p.x * 2.));
    albedo = mix(vec3(.14, .10, .065), vec3(.15, .19, .10), smoothstep(.5, .8, vn(p.xz + p.y) + .3 * n.y)) * (.65 + .6 * grain);
  } else if (id == FISH) {
    albedo = mix(vec3(.55, .60, .62), vec3(.80, .50, .12), chance(20.)) * (.6 + .5 * n.y);
  }
  albedo *= 1. + 1.5 * net;
  emission += albedo * net * vec3(.10, .20, .18) * daylight;
  throughWater(rd, t, albedo, emission);
}
