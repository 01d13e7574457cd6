// A tunnel of light: ribs, rings and panels that glow along a curved tube, a polished walkway through it.
//
// Metres; y up; the walkway is y = 0 and runs along z, straight for |z| < 10 and then winding away. The seed chooses the
// tube's section (round, six-sided, an arch), its panels and its two colours. Kept clear for cameras and the performer in
// every seed: |x| < 1.9 and 0 < y < 4 for -8 < z < 12.
const float WALKWAY = 1.;
const float SHELL = 2.;
const float RIB = 3.;
const float TUBE = 4.;
const float KERB = 5.;
const float GATE = 6.;
const float SHARD = 7.;
const float FAR_END = 8.;

const float RADIUS = 3.5;
const float MIDDLE_Y = 1.75;
const float RIB_SPACING = 3.2;
const float WALK_HALF = 1.95;
const float END_Z = 125.;
const float GATE_SPACING = 12.8;
const float SHARD_CELL = 2.1;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
int section = int(2.999 * chance(1.));
int panelling = int(2.999 * chance(2.));
float bend = (chance(3.) > .5 ? 1. : -1.) * (.0022 + .0022 * chance(4.));
float climb = (chance(5.) - .4) * .0022;
float hue = chance(6.);
float other_hue = hue + (chance(7.) > .5 ? .36 : .50) + .12 * chance(8.);
float twist = (chance(9.) - .5) * .10;
int gate_kind = int(1.999 * chance(10.));
float lines = 5. + floor(4. * chance(11.));

vec3 spectrum(float k) {
  return .06 + .94 * pow(.5 + .5 * cos(6.2832 * (k + vec3(0., .33, .67))), vec3(2.2));
}

vec3 first_colour = spectrum(hue);
vec3 second_colour = spectrum(other_hue);

// The tube laid straight: what winds away sideways and upward beyond the middle stretch is brought back.
vec3 straightened(vec3 p) {
  float far = max(abs(p.z - 1.) - 9., 0.);
  return p - vec3(bend, climb, 0.) * far * far * vec3(1., 1., 0.);
}

// Metres from the tube's middle line to the shell's form: 1 at the shell of radius 1.
float sectionRadius(vec2 x) {
  vec2 s = abs(x);
  float six = max(s.y, s.x * .866 + s.y * .5);
  float arch_ = x.y > 0. ? length(x * vec2(1., .86)) : max(s.x, s.y * .9);
  return section == 0 ? length(x) : (section == 1 ? six * 1.06 : arch_);
}

vec2 terrain(vec3 p) {
  vec3 q = straightened(p);
  vec2 c = q.xy - vec2(0., MIDDLE_Y);
  float radius = sectionRadius(c);
  float along = fract(q.z / RIB_SPACING + .5) - .5;
  float from_rib = abs(along) * RIB_SPACING;
  float shell = RADIUS - radius;
  float rib = max(max(from_rib - .17, RADIUS - .30 - radius), radius - RADIUS - .1);
  float lamp = length(vec2(from_rib, radius - RADIUS + .33)) - .036;
  float walk = max(q.y, abs(q.x) - WALK_HALF);
  float side = abs(abs(q.x) - WALK_HALF + .06);
  float kerb = max(side - .09, abs(q.y - .05) - .09);
  vec2 r = U(vec2(shell, SHELL), vec2(rib, RIB));
  r = U(r, vec2(lamp, TUBE));
  r = U(r, vec2(max(q.y, abs(q.x) - WALK_HALF), WALKWAY));
  r = U(r, vec2(kerb, KERB));
  r.x *= .84;
  return U(r, vec2(END_Z - abs(p.z), FAR_END));
}

// Frames of light that stand over the walkway, each turned a little further than the last: rings or squares.
float gates(vec3 q) {
  float n = clamp(floor((q.z - 15.) / GATE_SPACING + .5), 0., 3.);
  vec3 g = vec3(q.xy - vec2(0., MIDDLE_Y + .1), q.z - 15. - n * GATE_SPACING);
  g.xy = rot(g.xy, n * twist * 4. + .4);
  vec2 s = abs(g.xy);
  float form = gate_kind == 0 ? length(g.xy) - 2.45 : max(s.x, s.y) - 1.95;
  return length(vec2(form, g.z)) - .060;
}

// Prisms that hang in the air beside the walkway, one to a cell.
float shards(vec3 q) {
  vec2 cell = vec2(floor(q.z / SHARD_CELL), q.x > 0. ? 1. : -1.);
  float k = h2(cell + vec2(20., floor(SEED * 77.)));
  float z = q.z - (cell.x + .5) * SHARD_CELL - (fract(k * 31.) - .5) * .8;
  vec3 s = vec3(abs(q.x) - 2.32 - .25 * fract(k * 7.), q.y - .8 - 2.2 * fract(k * 13.), z);
  s.xy = rot(s.xy, (k - .5) * 1.2);
  s.yz = rot(s.yz, (fract(k * 3.) - .5) * 1.2);
  vec3 a = abs(s);
  float size = .05 + .08 * fract(k * 19.);
  float prism = max(max(a.x, a.x * .5 + a.z * .866) - size, (a.x + a.z) * .5 + a.y * .42 - size * 1.5);
  gCell = min(gCell, cellStep(q.z - (cell.x + .5) * SHARD_CELL, gRd.z, SHARD_CELL * .5));
  float across = abs(q.x) + 1.7;
  return min(k > .66 ? prism * .8 : 1e3, across);
}

vec2 props(vec3 p) {
  vec3 q = straightened(p);
  return U(vec2(gates(q) * .84, GATE), vec2(shards(q) * .84, SHARD));
}

// What throws shadows: only the walkway. The light that the key stands for comes from the tube itself, so the shell shades nothing.
#define SHADOW_WORLD
#define ROUGH_GROUND    // the walkway is brushed: it draws out what it mirrors
float shadowWorld(vec3 p) {
  vec3 q = straightened(p);
  return max(q.y, abs(q.x) - WALK_HALF) * .84;
}

// How sharp a pattern `period` metres long along the tube still shows at distance t, 0..1.
float shows(float t, float period) {
  return smoothstep(46. * period, 16. * period, t);
}

// Panels between two ribs: each cell of the wall is one, dark or alight.
vec3 panelGlow(vec3 q, float t) {
  vec2 c = q.xy - vec2(0., MIDDLE_Y);
  float around = atan(c.x, c.y) / 6.2832 + .5;
  float n = floor(q.z / RIB_SPACING + .5);
  vec2 cell = panelling == 0 ? vec2(around * 18., q.z / RIB_SPACING * 2. + .5) : vec2(around * 24. + twist * 2. * q.z, q.z / RIB_SPACING + .5);
  vec2 f = abs(fract(cell) - .5);
  float k = h2(vec2(mod(floor(cell.x), 24.), floor(cell.y)) + floor(SEED * 91.));
  float inside = smoothstep(.42, .37, f.x) * smoothstep(.42, .39, f.y);
  float burns = step(.50 - .10 * LIT, k) * (.35 + .65 * fract(k * 17.));
  vec3 paint = fract(k * 29.) < .62 ? first_colour : second_colour;
  vec3 tiles = paint * inside * burns;
  float slit = smoothstep(.16, .10, abs(fract(around * lines * 2. + .5) - .5));
  vec3 slits = mix(first_colour, second_colour, .5 + .5 * sin(q.z * .12 + SEED * 9.)) * slit * (.55 + .45 * step(.3, fract(q.z / RIB_SPACING * 3.)));
  vec2 wave = vec2(q.z * .55, sin(around * 6.2832 * 3. + q.z * .35 + SEED * 20.));
  float crest = smoothstep(.17, .12, abs(fract(wave.x * .45 + .22 * wave.y) - .5));
  vec3 waves = mix(second_colour, first_colour, .5 + .5 * wave.y) * crest;
  vec3 near = panelling == 0 ? tiles : (panelling == 1 ? slits : waves);
  vec3 mean = (first_colour * .6 + second_colour * .4) * .10;
  return mix(mean, near, shows(t, panelling == 2 ? 2.2 : 1.4)) * (.55 + .45 * h1(n * 1.3 + SEED * 9.));
}

void walkway(vec3 q, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec2 tile = vec2(q.x / 1.3 + .5, q.z / 1.3);
  vec2 f = abs(fract(tile) - .5);
  float joint = max(smoothstep(.475, .49, f.x), smoothstep(.475, .49, f.y)) * shows(t, .35);
  float each = h2(floor(tile) + 3.);
  albedo = vec3(.045, .047, .058) * (.75 + .5 * each) * (1. - .6 * joint);
  float arrow = abs(fract(q.z / (RIB_SPACING * 1.5) - abs(q.x) * .16) - .5);
  float mark = smoothstep(.035, .02, arrow) * step(abs(q.x), .95) * step(.12, abs(q.x)) * shows(t, 1.);
  emission = second_colour * mark * .55;
  reflectivity = mix(.34, .46, WET) * (1. - joint) * (.9 + .1 * each);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 q = straightened(p);
  float rib = floor(q.z / RIB_SPACING + .5);
  float glow = 1.0 - .45 * LIT;    // night's looks turn lamps up themselves
  float far = smoothstep(12., 120., t);
  vec3 rib_colour = mod(rib, 3.) < .5 ? second_colour : first_colour;
  if (id == WALKWAY) {
    walkway(q, t, albedo, emission, reflectivity);
  } else if (id == SHELL) {
    albedo = vec3(.060, .062, .080) * (.8 + .4 * step(.05, fract(q.z / RIB_SPACING * 2.)));
    emission = panelGlow(q, t) * glow;
  } else if (id == RIB) {
    albedo = vec3(.075, .075, .090);
    emission = rib_colour * .05 * glow;
  } else if (id == TUBE) {
    albedo = vec3(.4);
    emission = (rib_colour * 1.25 + .15) * glow;
  } else if (id == KERB) {
    albedo = vec3(.3);
    emission = mix(first_colour, vec3(1.), .12) * 1.15 * glow;
  } else if (id == GATE) {
    albedo = vec3(.5);
    emission = (second_colour * 1.7 + .35) * glow;
  } else if (id == SHARD) {
    float k = h1(floor(q.z / SHARD_CELL) + SEED * 40.);
    vec3 paint = mix(first_colour, second_colour, step(.5, k));
    albedo = paint * .5 + .15;
    emission = paint * (.30 + .55 * abs(n.y * .6 + n.x * .5)) * glow;
  } else {
    emission = mix(first_colour, vec3(1.), .5) * 1.1 * glow;
  }
  // Light in the air: what is too far to be told apart melts into the colours of the walls.
  vec3 haze = mix(first_colour, second_colour, .5 + .4 * sin(t * .05)) * (.16 + .50 * far) * glow;
  float melted = smoothstep(22., 78., t);
  emission = id == FAR_END ? emission : mix(emission, haze, melted);
  albedo *= 1. - melted;
}
