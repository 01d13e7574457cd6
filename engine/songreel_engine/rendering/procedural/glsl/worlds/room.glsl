// A loft with a big window.
//
// Metres; y up; the floor is y = 0. The window fills the wall at +z, a record shelf stands at the back. One side wall is for
// posters and the sofa, the other for the amplifier, the keyboard and a neon sign: the seed says which is which. Kept clear
// for cameras and the performer in every seed: |x| < 1.45, -3.7 < z < 5, below the beams.
const float FLOOR = 1.;
const float WALL = 2.;
const float FRAME = 3.;
const float AMP = 4.;
const float BULB = 5.;
const float LEAF = 6.;
const float POT = 7.;
const float RUG = 8.;
const float GUITAR = 9.;
const float CURTAIN = 10.;
const float CEILING = 11.;
const float POSTER = 12.;
const float BEAM = 13.;
const float IRON = 14.;
const float SOFA = 15.;
const float NEON = 16.;
const float RECORDS = 17.;
const float KEYBOARD = 18.;
const float SHADE = 19.;

const float HALF_WIDTH = 3.3;
const float HEIGHT = 4.;
const float WINDOW_Z = 6.2;
const float BACK_Z = -4.6;
const vec2 WINDOW_HALF = vec2(2.1, 1.36);
const float WINDOW_Y = 2.08;
const float BEAM_SPACING = 1.9;
const float POSTER_SPACING = 1.35;
const vec2 RUG_MIDDLE = vec2(.1, 3.3);
const vec2 RUG_HALF = vec2(1.35, 1.0);

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
float mirror = chance(1.) > .5 ? 1. : -1.;
vec2 panes = vec2(3. + floor(3. * chance(2.)), 2. + floor(2. * chance(3.)));
vec2 neon_place = vec2(2.45, .9 + 1.2 * chance(4.));
float amp_z = 4.9 - .5 * chance(5.);
mat2 amp_turn = turned(-.55);
vec2 guitar_place = vec2(1.85 + .15 * chance(6.), 5.0 - .6 * chance(7.));
mat2 guitar_turn = turned(-.2 - .5 * chance(8.));
mat2 guitar_tilt = turned(.20);    // neck towards the wall
float keyboard_z = 2.0 + .6 * chance(9.);
float sofa_z = 1.5 + .8 * chance(10.);
vec3 plant_plan = vec3(5.35 - .3 * chance(11.), 1.0 + .5 * chance(12.), chance(13.));
vec3 bulb_chance = vec3(chance(14.), chance(15.), chance(16.));
float lamp_z = 3.5 + .5 * chance(18.);
int fabric = int(4. * chance(23.));
vec3 rug_ground = vec3[](vec3(.36, .06, .07), vec3(.07, .13, .20), vec3(.08, .15, .10), vec3(.34, .20, .06))[fabric];
vec3 curtain_cloth = vec3[](vec3(.50, .46, .41), vec3(.46, .30, .14), vec3(.34, .14, .12), vec3(.16, .24, .22))[fabric];

// The room with its two sides in fixed order: posters at -x, instruments at +x.
vec3 furnished(vec3 p) {
  return vec3(mirror * p.x, p.yz);
}

// Glass bars and outer frame in the plane of the window; q is relative to the window's middle.
float windowFrame(vec3 q) {
  vec2 pane = 2. * WINDOW_HALF / panes;
  vec2 bars = abs(fract((q.xy + WINDOW_HALF) / pane + .5) - .5) * pane;
  vec2 edge = abs(abs(q.xy) - WINDOW_HALF);
  float bar = min(min(bars.x, bars.y) - .026, min(edge.x, edge.y) - .065);
  float d = max(max(bar, abs(q.z - .03) - .035), max(abs(q.x) - WINDOW_HALF.x - .06, abs(q.y) - WINDOW_HALF.y - .06));
  float sill = box(q - vec3(0, -WINDOW_HALF.y - .07, -.14), vec3(WINDOW_HALF.x + .18, .035, .22));
  return min(d, sill);
}

float radiator(vec3 p) {
  vec3 q = p - vec3(0, .36, WINDOW_Z - .16);
  float rib = .025 * cos(q.x * 44.);
  return (box(q, vec3(1.15, .26, .05)) - .015 - rib * .6) * .7;
}

// Records in the cubes of a shelf against the back wall.
vec2 shelf(vec3 p) {
  const float CUBE = .42;
  vec3 q = p - vec3(0, .88, BACK_Z + .22);
  vec2 inside = abs(fract(q.xy / CUBE + vec2(0., .55)) - .5) * CUBE;
  float body = box(q, vec3(1.68, .86, .2));
  float cubes = max(max(inside.x, inside.y) - .19, -q.z - .1);
  float pushed_in = .04 * h2(floor(vec2(q.x * 52., q.y / CUBE + .55)));
  float records = (box(q - vec3(0, -.02, -.03), vec3(1.64, .84, .2)) + pushed_in) * .6;
  vec2 r = vec2(max(body, -cubes), BEAM);
  return U(r, vec2(records, RECORDS));
}

float posters(vec3 m) {
  float n = clamp(floor(m.z / POSTER_SPACING + .5), -1., 3.);
  float wild = h1(n * 3.1 + SEED * 19.);
  vec3 q = vec3(m.x + HALF_WIDTH - .02, m.y - 1.95 - .22 * wild, m.z - n * POSTER_SPACING);
  return box(q, vec3(.022, .36 + .18 * wild, .28 + .14 * h1(n + 5.)));
}

// A note in a ring of neon tube on the instruments' wall.
float neonSign(vec3 m) {
  vec3 q = m - vec3(HALF_WIDTH - .07, neon_place);
  vec2 u = vec2(-mirror * q.z, q.y);    // reads the right way round on either wall
  float ring = abs(length(u) - .52);
  float head = abs(length((u - vec2(-.12, -.20)) * vec2(.85, 1.)) - .11);
  float stem = length(vec2(u.x, u.y - clamp(u.y, -.20, .30)));
  vec2 f = u - vec2(0., .30);
  float along = clamp(dot(f, vec2(.22, -.16)) / .074, 0., 1.);
  float flag = length(f - along * vec2(.22, -.16));
  return length(vec2(min(min(ring, head), min(stem, flag)), q.x)) - .018;
}

vec2 terrain(vec3 p) {
  vec3 m = furnished(p);
  vec3 q = p - vec3(0, WINDOW_Y, WINDOW_Z);
  float rug = box(p - vec3(RUG_MIDDLE.x, .008, RUG_MIDDLE.y), vec3(RUG_HALF.x, .012, RUG_HALF.y));
  vec2 r = U(vec2(p.y, FLOOR), vec2(rug, RUG));
  r = U(r, vec2(HEIGHT - p.y, CEILING));
  r = U(r, vec2(min(HALF_WIDTH - abs(p.x), p.z - BACK_Z), WALL));
  r.x = max(r.x, p.z - WINDOW_Z - .3);

  float hole = max(abs(q.x) - WINDOW_HALF.x, abs(q.y) - WINDOW_HALF.y);
  float front = max(abs(p.z - WINDOW_Z - .15) - .15, -hole);
  r = U(r, vec2(front, WALL));
  r = U(r, vec2(windowFrame(q), FRAME));
  r = U(r, vec2(radiator(p), IRON));

  float beam_z = clamp(floor(p.z / BEAM_SPACING + .5), -2., 3.) * BEAM_SPACING;
  r = U(r, vec2(box(p - vec3(0, HEIGHT - .16, beam_z), vec3(HALF_WIDTH, .17, .10)), BEAM));
  r = U(r, vec2(max(length(vec2(m.y - 3.45, m.x - 2.75)) - .065, p.z - WINDOW_Z), IRON));
  r = U(r, vec2(box(vec3(abs(p.x) - HALF_WIDTH, p.y - .07, p.z - .8), vec3(.03, .07, 5.4)), FRAME));

  r = U(r, shelf(p));
  r = U(r, vec2(posters(m), POSTER));
  return U(r, vec2(neonSign(m), NEON));
}

// Where the amplifier and the guitar stand, turned towards the room.
vec3 ampFrame(vec3 m) {
  vec3 q = m - vec3(2.55, .48, amp_z);
  q.xz *= amp_turn;
  return q;
}

vec3 guitarFrame(vec3 m) {
  vec3 q = m - vec3(guitar_place.x, .06, guitar_place.y);
  q.xz *= guitar_turn;
  q.yz *= guitar_tilt;
  return q;
}

float amp(vec3 m) {
  vec3 q = ampFrame(m);
  float cabinet = box(q, vec3(.40, .44, .20)) - .025;
  float head = box(q - vec3(0, .60, 0), vec3(.34, .11, .16)) - .025;
  float handle = max(abs(length(vec2(q.x, (q.y - .74) * 2.)) - .12) - .015, abs(q.z) - .02);
  return min(min(cabinet, head), max(handle, .72 - q.y));
}

vec2 guitar(vec3 m) {
  vec3 q = guitarFrame(m);
  float lower = length(q.xy - vec2(0, .30)) - .205;
  float upper = length(q.xy - vec2(0, .60)) - .150;
  float outline = smin(lower, upper, .16);
  float body = length(max(vec2(outline + .015, abs(q.z) - .035), 0.)) - .015;
  float neck = box(q - vec3(0, .96, -.03), vec3(.027, .34, .014));
  float head = box(q - vec3(0, 1.36, -.02), vec3(.042 + .02 * (q.y - 1.36), .10, .011));
  float bridge = box(q - vec3(0, .24, -.055), vec3(.07, .012, .012));
  float instrument = min(min(body, neck), min(head, bridge));

  vec3 s = vec3(abs(q.x), q.y, q.z);
  float stand = min(cap(s, vec3(.02, .62, .09), vec3(.24, -.03, -.12), .012, .012), cap(s, vec3(0, .62, .09), vec3(0, -.06, .32), .012, .012));
  stand = min(stand, cap(s, vec3(.02, .10, -.09), vec3(.16, .08, -.09), .012, .012));
  return U(vec2(instrument * .9, GUITAR), vec2(stand, IRON));
}

vec2 keyboard(vec3 m) {
  vec3 q = m - vec3(2.72, .86, keyboard_z);
  float body = box(q, vec3(.19, .05, .68)) - .012;
  vec3 l = vec3(abs(q.x), q.y, abs(q.z) - .32);
  float legs = cap(vec3(q.x, q.y, l.z), vec3(.18, -.06, 0), vec3(-.18, -.85, 0), .018, .018);
  legs = min(legs, cap(vec3(q.x, q.y, l.z), vec3(-.18, -.06, 0), vec3(.18, -.85, 0), .018, .018));
  return U(vec2(body, KEYBOARD), vec2(legs, IRON));
}

float sofa(vec3 m) {
  vec3 q = m - vec3(-2.72, .0, sofa_z);
  vec3 s = vec3(q.xy, abs(q.z));
  float seat = box(s - vec3(.05, .26, 0), vec3(.38, .16, .92)) - .05;
  float cushion = box(s - vec3(.10, .47, .44), vec3(.33, .04, .38)) - .06;
  float back = box(s - vec3(-.36, .56, 0), vec3(.08, .30, .92)) - .06;
  float arm = box(s - vec3(.03, .40, .99), vec3(.38, .26, .06)) - .06;
  return min(smin(min(seat, back), arm, .03), cushion);
}

// A rubber plant: leaves in three rising whorls round a stem.
vec2 plant(vec3 p, float tall, float k) {
  const float SECTOR = 6.2832 / 5.;
  float turn = atan(p.z, p.x) + k * 6.;
  float reach = length(p.xz);
  float leaves = 9.;
  for (int i = 0; i < 3; i++) {
    float level = float(i);
    float whorl = turn + level * 1.9;
    float id = floor(whorl / SECTOR);
    float angle = whorl - (id + .5) * SECTOR;
    float wild = h1(mod(id, 5.) * 2.7 + level * 7. + k * 30.);
    float len = (.62 - .12 * level) * (.75 + .4 * wild);
    float along = reach * cos(angle);
    float aside = abs(reach * sin(angle));
    float u = clamp(along / len, 0., 1.);
    float rise = (.42 + .27 * level) * tall + (.34 + .25 * wild) * sin(u * 1.7) - .30 * u * u;
    float width = .14 * sin(3.1416 * pow(u, 1.15)) + .008;
    float leaf = max(max(abs(p.y - rise - .35 * aside) - .008, aside - width), along - len);
    leaves = min(leaves, leaf * .55);
  }
  float stem = cap(p, vec3(0, .3, 0), vec3(.03, tall, .02), .02, .012);
  float pot = cyl(p - vec3(0, .19, 0), .17 + .12 * p.y, .19) * .9;
  return U(vec2(min(leaves, stem), LEAF), vec2(pot, POT));
}

// The nearer of two plants: by the window on the posters' side, by the shelf on the other.
vec2 plants(vec3 m) {
  bool front = m.z > .4;
  vec3 foot = front ? vec3(-2.55, 0., plant_plan.x) : vec3(2.6, 0., -3.6);
  return plant(m - foot, front ? plant_plan.y : 1.5, front ? plant_plan.z : .37);
}

// Long curtains; the one on the instruments' side is lifted by air from the window.
float curtain(vec3 m) {
  float side = sign(m.x);
  float y = clamp(m.y / 3.5, 0., 1.);
  float gather = .34 + .10 * (1. - y) + (side > 0. ? .16 * sin(y * 3.1) : 0.);
  vec3 q = vec3(abs(m.x) - WINDOW_HALF.x - .12, m.y - 1.83, m.z - WINDOW_Z + .20);
  float lifted = side > 0. ? .42 * pow(1. - y, 1.6) * sin(3.1 * y + .5) : 0.;
  q.z += lifted + .05 * sin(q.x * 30. / (1. + .8 * lifted) + 1.5 * y) + .025 * sin(q.x * 61. + 4. * y);
  return box(q, vec3(gather, 1.72, .012)) * .5;
}

vec2 bulb(vec3 p, float n) {
  float k = n < .5 ? bulb_chance.x : (n < 1.5 ? bulb_chance.y : bulb_chance.z);
  float side = mod(n, 2.) < .5 ? 1. : -1.;
  vec3 q = p - vec3(side * (1.55 + .45 * k), 2.55 + .45 * fract(k * 5.), 1.6 + 1.35 * n);
  float glass = min(length(q) - .075, length(q - vec3(0, .07, 0)) - .045);
  float cable = max(length(q.xz) - .008, .12 - q.y);
  float socket = cyl(q - vec3(0, .13, 0), .032, .045);
  return U(vec2(glass, BULB), vec2(min(cable, socket), IRON));
}

// A floor lamp at the sofa's end.
vec2 floorLamp(vec3 m) {
  vec3 q = m - vec3(-2.85, 0., lamp_z);
  float pole = min(cyl(q - vec3(0, .8, 0), .014, .8), cyl(q - vec3(0, .015, 0), .15, .015));
  float shade = cyl(q - vec3(0, 1.66, 0), .22 - .22 * (q.y - 1.66), .17) * .9;
  return U(vec2(pole, IRON), vec2(shade, SHADE));
}

vec2 props(vec3 p) {
  vec3 m = furnished(p);
  vec2 r = U(vec2(amp(m), AMP), guitar(m));
  r = U(r, keyboard(m));
  r = U(r, vec2(sofa(m), SOFA));
  r = U(r, plants(m));
  r = U(r, vec2(curtain(m), CURTAIN));
  r = U(r, bulb(p, clamp(floor((p.z - 1.6) / 1.35 + .5), 0., 2.)));
  return U(r, floorLamp(m));
}

// What throws shadows, simpler than `world` and nowhere outside it: the shell, the window's bars and the bulky furniture.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  vec3 m = furnished(p);
  vec3 q = p - vec3(0, WINDOW_Y, WINDOW_Z);
  float shell = min(min(HEIGHT - p.y, p.y), min(HALF_WIDTH - abs(p.x), p.z - BACK_Z));
  shell = max(shell, p.z - WINDOW_Z - .3);
  float hole = max(abs(q.x) - WINDOW_HALF.x, abs(q.y) - WINDOW_HALF.y);
  float d = min(shell, max(abs(p.z - WINDOW_Z - .15) - .15, -hole));
  d = min(d, windowFrame(q));
  float beam_z = clamp(floor(p.z / BEAM_SPACING + .5), -2., 3.) * BEAM_SPACING;
  d = min(d, box(p - vec3(0, HEIGHT - .16, beam_z), vec3(HALF_WIDTH, .17, .10)));

  d = min(d, box(ampFrame(m), vec3(.40, .44, .20)));
  vec3 g = guitarFrame(m);
  float outline = min(length(g.xy - vec2(0, .30)) - .205, length(g.xy - vec2(0, .60)) - .150);
  d = min(d, min(max(outline, abs(g.z) - .035), box(g - vec3(0, 1.05, -.03), vec3(.027, .40, .012))));
  d = min(d, box(m - vec3(2.72, .86, keyboard_z), vec3(.19, .05, .68)));
  vec3 s = m - vec3(-2.72, .0, sofa_z);
  d = min(d, min(box(s - vec3(.05, .28, 0), vec3(.40, .18, .94)), box(s - vec3(-.36, .56, 0), vec3(.10, .32, .94))));
  bool front = m.z > .4;
  vec3 foot = front ? vec3(-2.55, 0., plant_plan.x) : vec3(2.6, 0., -3.6);
  float tall = front ? plant_plan.y : 1.5;
  d = min(d, ell(m - foot - vec3(0, .75 * tall, 0), vec3(.2, .3 * tall, .2)));
  return min(d, box(vec3(abs(m.x) - WINDOW_HALF.x - .12, m.y - 1.83, m.z - WINDOW_Z + .20), vec3(.34, 1.72, .012)));
}

void floorSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  const float BOARD = .17;
  float board = floor(p.x / BOARD);
  float z = p.z + h1(board + 7.) * 3.;
  float piece = h2(vec2(board, floor(z / 1.7)));
  float grain = vn(vec2(p.x * 38. + piece * 90., z * 2.6));
  float gap = smoothstep(.455, .49, abs(fract(p.x / BOARD) - .5));
  gap = max(gap, smoothstep(.494, .498, abs(fract(z / 1.7) - .5)));
  vec3 stain = mix(vec3(.34, .20, .11), vec3(.24, .17, .12), chance(19.));
  albedo = stain * (.66 + .55 * piece) * (.78 + .4 * grain) * (1. - .65 * gap * smoothstep(12., 5., t));
  float worn = smoothstep(.35, .75, vn(p.xz * .9 + SEED));
  reflectivity = mix(.20, .07, worn) * (1. - gap);
}

vec3 wallColour(vec3 p, vec3 n) {
  vec2 u = abs(n.z) > .5 ? p.xy : p.zy;
  vec2 brick = vec2(u.x * 4.2 + .5 * step(.5, fract(u.y * 6.2)), u.y * 12.4);
  vec2 f = abs(fract(brick) - .5);
  float mortar = smoothstep(.43, .49, max(f.x + .01, f.y));
  float each = h2(floor(brick));
  vec3 clay = mix(vec3(.37, .17, .125), vec3(.30, .22, .19), chance(20.)) * (.62 + .6 * each);
  vec3 bricks = mix(clay, vec3(.36, .32, .29), .75 * mortar) * (.72 + .45 * vn(u * 3.));
  // Old plaster still holds in patches.
  float plaster = smoothstep(.56, .60, fbm(u * .55 + SEED * 7., 3) + .10 * (p.y - 2.));
  return mix(bricks, vec3(.50, .46, .41) * (.85 + .25 * vn(u * 5.)), plaster);
}

void ampSurface(vec3 m, vec3 n, inout vec3 albedo, inout vec3 emission) {
  vec3 q = ampFrame(m);
  bool front = q.z < -.2;
  float cloth = step(max(abs(q.x) - .36, abs(q.y) - .38), 0.);
  float weave = .75 + .35 * step(.5, fract(q.x * 45.)) * step(.5, fract(q.y * 45.));
  vec3 tolex = mix(vec3(.045, .043, .045), vec3(.30, .10, .07), step(.6, chance(21.)));
  albedo = front ? mix(tolex, vec3(.24, .20, .15) * weave, cloth) : tolex;
  bool panel = q.y > .50 && q.z < -.14;
  float knob = smoothstep(.030, .022, length(vec2((fract(q.x * 8.) - .5) / 8., q.y - .58)));
  albedo = panel ? mix(vec3(.40, .34, .24), vec3(.03), knob) : albedo;
  emission = panel ? vec3(1., .16, .08) * 2.4 * smoothstep(.022, .012, length(q.xy - vec2(.30, .63))) : vec3(0);
}

vec3 guitarColour(vec3 m) {
  vec3 q = guitarFrame(m);
  vec3 top = mix(vec3(.66, .34, .09), vec3(.50, .10, .05), chance(22.));
  vec3 burst = mix(top, vec3(.12, .03, .02), smoothstep(.07, .21, abs(q.x) + .25 * abs(q.y - .42)));
  float hole = length(q.xy - vec2(0, .50));
  burst = mix(burst, vec3(.75, .66, .50), smoothstep(.012, .006, abs(hole - .068)));
  burst = hole < .058 ? vec3(.02) : burst;
  return q.y > .74 ? vec3(.13, .07, .04) : burst;
}

// Printed sheets: a disc, a horizon and stripes in two inks, or rays from a corner.
vec3 posterColour(vec3 m) {
  float n = clamp(floor(m.z / POSTER_SPACING + .5), -1., 3.);
  float wild = h1(n * 3.1 + SEED * 19.);
  vec2 u = vec2(m.z - n * POSTER_SPACING, m.y - 1.95 - .22 * wild);
  vec3 ink = .5 + .42 * cos(6.2832 * (wild * 3. + vec3(0., .2, .5)));
  vec3 paper = vec3(.82, .76, .64);
  float disc = smoothstep(.01, -.01, length(u - vec2(0., .08)) - .15);
  float rays = step(.5, fract(atan(u.y + .3, u.x) * 3.8));
  float waves = step(abs(u.y + .24 + .04 * sin(u.x * 22.)), .05) + step(abs(u.y + .38), .02);
  vec3 c = wild > .5 ? mix(paper, ink, disc) : mix(paper, ink * .8, rays * (1. - disc));
  c = mix(c, vec3(.09, .10, .16), clamp(waves, 0., 1.));
  vec2 half_size = vec2(.28 + .14 * h1(n + 5.), .36 + .18 * wild);
  return max(abs(u.x) - half_size.x, abs(u.y) - half_size.y) > -.035 ? vec3(.05, .045, .04) : c;
}

vec3 rugColour(vec3 p) {
  vec2 u = (p.xz - RUG_MIDDLE) / RUG_HALF;
  float edge = max(abs(u.x), abs(u.y));
  vec3 pale = vec3(.60, .48, .31);
  vec2 d = abs(fract(u * vec2(2.5, 1.9) + .5) - .5);
  float lozenge = d.x + d.y;
  vec3 c = mix(rug_ground, pale, step(abs(lozenge - .34), .045) * step(edge, .78));
  c = mix(c, vec3(.14, .12, .16), step(lozenge, .16) * step(edge, .78));
  c = mix(c, pale, step(abs(edge - .87), .035));
  return c * (.72 + .45 * vn(p.xz * 60.));
}

vec3 neonColour() {
  float k = chance(24.);
  return k > .66 ? vec3(1., .18, .45) : (k > .33 ? vec3(.15, .75, 1.) : vec3(1., .50, .12));
}

vec3 recordColour(vec3 p) {
  float k = h2(floor(vec2(p.x * 52., p.y / .42 + 3.)));
  return mix(vec3(.10, .09, .09), .45 + .4 * cos(6.2832 * (k * 7. + vec3(0., .25, .5))), .30) * (.4 + .8 * fract(k * 13.));
}

vec3 keyboardColour(vec3 m) {
  vec3 q = m - vec3(2.72, .86, keyboard_z);
  float key = fract(q.z * 36.);
  float black_key = step(.62, abs(key - .5) * 2.) * step(-.05, q.x) * step(h1(mod(floor(q.z * 36. + .5), 7.)), .72);
  bool keys = q.y > .04 && q.x < .10 && abs(q.z) < .64;
  return keys ? mix(vec3(.80, .78, .73), vec3(.02), black_key) * step(.05, key) : vec3(.07, .065, .07);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 m = furnished(p);
  if (id == FLOOR) {
    floorSurface(p, t, albedo, reflectivity);
  } else if (id == WALL) {
    albedo = wallColour(p, n);
  } else if (id == FRAME) {
    albedo = vec3(.055, .052, .05);
  } else if (id == AMP) {
    ampSurface(m, n, albedo, emission);
  } else if (id == BULB) {
    albedo = vec3(.9, .7, .4);
    emission = vec3(1., .60, .24) * (.5 + 2.6 * LIT);
  } else if (id == LEAF) {
    albedo = mix(vec3(.035, .12, .045), vec3(.13, .26, .08), vn(p.xz * 9. + p.y * 4.));
  } else if (id == POT) {
    albedo = vec3(.44, .23, .15) * (.8 + .3 * vn(p.yy * 20.));
  } else if (id == RUG) {
    albedo = rugColour(p);
  } else if (id == GUITAR) {
    albedo = guitarColour(m);
    reflectivity = .14;
  } else if (id == CURTAIN) {
    albedo = curtain_cloth;
  } else if (id == CEILING) {
    albedo = vec3(.17, .15, .135) * (.75 + .4 * step(.06, fract(p.x * 3.2))) * (.8 + .3 * vn(p.xz * 2.));
  } else if (id == POSTER) {
    albedo = posterColour(m);
  } else if (id == BEAM) {
    albedo = vec3(.25, .155, .09) * (.65 + .55 * vn(vec2(p.x * 4., p.y * 50. + p.z * 30.)));
  } else if (id == IRON) {
    albedo = vec3(.11, .105, .10);
  } else if (id == SOFA) {
    albedo = mix(vec3(.16, .21, .22), vec3(.33, .17, .09), step(.5, chance(25.))) * (.85 + .25 * vn(p.zy * 50.));
  } else if (id == NEON) {
    albedo = vec3(.5);
    emission = neonColour() * (.15 + 2.2 * LIT);
  } else if (id == RECORDS) {
    albedo = recordColour(p);
  } else if (id == KEYBOARD) {
    albedo = keyboardColour(m);
  } else {
    albedo = vec3(.70, .58, .42);
    emission = vec3(1., .66, .32) * (.06 + .85 * LIT);
  }
}

// The city across the street, two rows of towers; `lit` says where a window burns.
#define SKYLINE
float skyline(vec2 uv, out float lit) {
  float cover = 0.;
  lit = 0.;
  for (int row = 0; row < 2; row++) {
    float far = float(1 - row);
    float blocks = row == 0 ? 26. : 15.;
    float block = floor(uv.x * blocks + float(row) * 7. + SEED * 9.);
    float x = fract(uv.x * blocks + float(row) * 7. + SEED * 9.);
    float height = .03 + .17 * h1(block * 1.7 + SEED + float(row) * 9.) * h1(block + 3.) + .03 * far;
    float crown = step(abs(x - .5), .22) * .012 * step(.5, h1(block + 9.));
    bool here = uv.y < height + crown;
    vec2 window = vec2(x * 5., uv.y * 150.);
    vec2 f = abs(fract(window) - .5);
    float burns = step(.74, h2(floor(window) + block)) * step(f.x, .3) * step(f.y, .3) * LIT;
    cover = here ? mix(.55, 1., 1. - far) : cover;
    lit = here ? burns : lit;
  }
  return cover;
}
