// A narrow back alley that runs along +z between two streets. SEED sets the houses, doors, signs, bins, lines and vents.
//
// Metres, y up. House fronts at |x| = 2.3 .. 2.7. Kept clear for cameras and the performer in every seed: |x| < 1.0 below
// y = 5.6, where the lines between the houses begin.
const float GROUND = 1.;
const float STEP = 2.;
const float WALL = 3.;
const float IRON = 4.;
const float SIGN = 5.;
const float LAMP = 6.;
const float BIN = 7.;
const float CRATE = 8.;
const float UNIT = 9.;       // air conditioners
const float CLOTH = 10.;
const float LANTERN = 11.;
const float OPPOSITE = 12.;  // the houses across the streets at both ends

const float FRONT = 2.3;        // where the houses begin
const float PLOT = 6.4;         // length of a house along the alley
const float GROUND_FLOOR = 3.5;
const float STOREY = 3.1;
const float REVEAL = .15;       // how deep windows and doors sit
const float MIDDLE_Z = 5.;      // of the alley's length
const float HALF_LENGTH = 39.;
const float LINE_EVERY = 5.2;
const float HEAP_EVERY = 2.9;
const float HEAP_TOP = 1.3;     // above it no border between heaps matters
const float VENT_EVERY = 9.;

struct Plot {
  vec3 l;          // x into the house from its front, y up, z along the alley from the plot's middle
  float id;
  float kind;      // 0..1, as are the next two
  float trade;
  float whim;
  float height;
  vec2 door;       // half width, height
  float door_z;
};

// Steel doors with a lamp, roller shutters, and fronts with a mere hatch.
Plot plotAt(vec3 p) {
  Plot b;
  float side = p.x > 0. ? 1. : 0.;
  float row = floor(p.z / PLOT);
  b.id = row * 2. + side + floor(SEED * 997.) * .37;
  b.kind = h1(b.id * 1.37 + 3.1);
  b.trade = h1(b.id * 2.11 + .7);
  b.whim = h1(b.id * 3.7 + 5.);
  b.height = GROUND_FLOOR + STOREY * floor(2. + 3.8 * h1(b.id * 5.3 + 8.)) + .5;
  b.l = vec3(abs(p.x) - FRONT - .35 * b.whim, p.y, p.z - (row + .5) * PLOT);
  b.door = b.trade < .4 ? vec2(1.25, 2.55) : vec2(.52, 2.15);
  b.door_z = (b.kind - .5) * 2.2;
  return b;
}

vec2 windowCell(Plot b) {
  return vec2(floor(b.l.z / (PLOT / 3.) + .5), floor((b.l.y - GROUND_FLOOR) / STOREY));
}

// Place in the nearest window's cell, from the middle of its pane.
vec2 windowPlace(Plot b) {
  float x = (fract(b.l.z / (PLOT / 3.) + .5) - .5) * PLOT / 3.;
  return vec2(x, (fract((b.l.y - GROUND_FLOOR) / STOREY) - .48) * STOREY);
}

vec2 windowHalf(Plot b) {
  return b.whim > .5 ? vec2(.50, .78) : vec2(.62, .62);
}

// Not every cell has its window: back walls are half blind.
float hasWindow(Plot b, vec2 cell) {
  float in_rows = step(GROUND_FLOOR, b.l.y) * step(b.l.y, b.height - .5);
  return in_rows * step(.25, h2(cell + b.id * 3.));
}

float houseBody(Plot b) {
  float half_length = PLOT * .5 - .12;    // never up to the plot's border: normals are probed across it
  float body = box(b.l - vec3(4., b.height * .5, 0.), vec3(4., b.height * .5, half_length));
  vec2 w = windowPlace(b);
  vec2 pane = windowHalf(b);
  float deep = REVEAL * hasWindow(b, windowCell(b));
  body = max(body, -box(vec3(b.l.x, w.y, w.x), vec3(deep, pane.y, pane.x)));
  return max(body, -box(b.l - vec3(0., b.door.y * .5, b.door_z), vec3(REVEAL, b.door.y * .5, b.door.x)));
}

float pipes(Plot b) {
  float down_z = b.l.z - (b.whim > .5 ? 2.75 : -2.75);
  float down = max(length(vec2(b.l.x + .09, down_z)) - .062, b.l.y - b.height);
  float across_y = b.l.y - 3.0 - .3 * b.kind;
  float across = max(length(vec2(b.l.x + .08, across_y)) - .05, abs(b.l.z) - 2.9);
  return min(down, across);
}

// Steps must not cross to the other side, where other things stand.
void stayOnSide(vec3 p) {
  float to_middle = p.x * gRd.x < 0. ? abs(p.x / gRd.x) + .05 : 1e3;
  gCell = min(gCell, to_middle);
}

// Two houses across the street at either end, a gap between them.
float opposite(vec3 p) {
  float end = step(MIDDLE_Z, p.z);
  float gap_x = 3.4 * (h1(SEED * 43. + end) - .5);
  bool right = p.x > gap_x;
  float height = 6.5 + 8. * h1(SEED * 29. + end * 3. + (right ? 5. : 0.));
  vec3 q = vec3(abs(p.x - gap_x) - 10.6, p.y - height * .5, abs(p.z - MIDDLE_Z) - HALF_LENGTH - 15.);
  float to_gap = (p.x - gap_x) * gRd.x < 0. ? abs((p.x - gap_x) / gRd.x) + .1 : 1e3;
  gCell = min(gCell, to_gap);
  return box(q, vec3(10., height * .5, 4.));
}

vec2 terrain(vec3 p) {
  Plot b = plotAt(p);
  float inside = abs(p.z - MIDDLE_Z) - HALF_LENGTH;
  float belt = box(b.l - vec3(3.9, GROUND_FLOOR - .05, 0.), vec3(3.98, .09, PLOT * .5 - .1));
  float coping = box(b.l - vec3(3.9, b.height, 0.), vec3(4.02, .12, PLOT * .5 - .09));
  float walls = min(houseBody(b), min(belt, coping));
  float backing = max(FRONT + .75 - abs(p.x), p.y - 9.);    // what shows in the slits between houses
  vec2 r = vec2(max(min(walls, backing), inside), WALL);
  r = U(r, vec2(max(pipes(b), inside), IRON));
  float threshold = box(b.l - vec3(-.12, .07, b.door_z), vec3(.20, .07, b.door.x + .12));
  r = U(r, vec2(max(threshold, inside), STEP));
  r = U(r, vec2(p.y, GROUND));
  r = U(r, vec2(opposite(p), OPPOSITE));
  gCell = min(gCell, cellStep(b.l.z, gRd.z, PLOT * .5));
  stayOnSide(p);
  return r;
}

// Iron landings before the upper windows, a ladder between them.
float fireEscape(Plot b) {
  float storey = floor((b.l.y - GROUND_FLOOR + .2) / STOREY);
  float y = b.l.y - GROUND_FLOOR - storey * STOREY;
  vec3 q = vec3(b.l.x + .42, y, b.l.z - (b.trade - .5));
  float landing = box(q, vec3(.40, .028, 1.75));
  float rail = box(vec3(abs(q.x) - .40, q.y - .92, q.z), vec3(.017, .017, 1.75));
  rail = min(rail, box(vec3(q.x, q.y - .92, abs(q.z) - 1.75), vec3(.40, .017, .017)));
  float bar = abs(fract(q.z / .25 + .5) - .5) * .25;
  rail = min(rail, box(vec3(q.x + .40, q.y - .46, max(bar, abs(q.z) - 1.75)), vec3(.009, .46, .009)));
  float ladder_z = q.z - (mod(storey, 2.) > .5 ? 1.3 : -1.3);
  float rung = abs(fract(b.l.y / .30) - .5) * .30;
  float ladder = box(vec3(q.x - .05, 0., abs(ladder_z) - .20), vec3(.018, 1., .018));
  ladder = min(ladder, max(length(vec2(q.x - .05, rung)) - .012, abs(ladder_z) - .20));
  float d = min(min(landing, rail), ladder);
  float has = step(.42, b.kind) * step(GROUND_FLOOR - .2, b.l.y) * step(b.l.y, b.height - 1.5);
  return d + 1e3 * (1. - has);
}

vec2 doorLamp(Plot b) {
  vec3 q = b.l - vec3(-.10, b.door.y + .38, b.door_z);
  float glass = box(q - vec3(0., -.07, 0.), vec3(.055, .05, .12)) - .02;
  float hood = box(q - vec3(-.06, .03, 0.), vec3(.16, .02, .20));
  return U(vec2(glass, LAMP), vec2(hood, IRON));
}

// A lit board that stands out from its wall; y and z of its middle, half its height.
vec3 signPlace(Plot b) {
  return vec3(3.9 + 1.6 * b.trade, 2.4 * (.5 - b.whim), .55 + .75 * b.kind);
}

float hasSign(Plot b) {
  return step(b.kind, .58);
}

vec2 signs(Plot b) {
  vec3 at = signPlace(b);
  vec3 q = b.l - vec3(-.52, at.xy);
  float board = box(q, vec3(.34, at.z, .07)) - .015;
  float arms = box(vec3(q.x - .33, abs(q.y) - at.z * .7, q.z), vec3(.26, .015, .015));
  vec2 r = U(vec2(board, SIGN), vec2(arms, IRON));
  return vec2(r.x + 1e3 * (1. - hasSign(b)), r.y);
}

// Under some windows, with their fan to the alley.
float unitBox(Plot b) {
  vec2 cell = windowCell(b);
  vec2 w = windowPlace(b);
  float has = hasWindow(b, cell) * step(.55, h2(cell + b.id * 9.)) * step(b.kind, .42);
  float body = box(vec3(b.l.x + .17, w.y + windowHalf(b).y + .30, w.x), vec3(.15, .22, .34)) - .02;
  return body + 1e3 * (1. - has);
}

struct Heap {
  vec3 l;         // x away from the wall's side, y up, z along the alley
  float pick;
  float whim;
};

Heap heapAt(vec3 p) {
  Heap h;
  float side = p.x > 0. ? 1. : 0.;
  float row = floor(p.z / HEAP_EVERY);
  float id = row * 2. + side + floor(SEED * 313.) * .73;
  h.pick = h1(id * 1.9 + 6.);
  h.whim = h1(id * 3.1 + 2.);
  h.l = vec3(abs(p.x) - 1.82, p.y, p.z - (row + .5) * HEAP_EVERY - .5 * (h.whim - .5));
  return h;
}

// A container with its lid, wheeled bins, crates, sacks, or nothing.
vec2 heaps(vec3 p) {
  Heap h = heapAt(p);
  float to_border = cellStep(p.z - (floor(p.z / HEAP_EVERY) + .5) * HEAP_EVERY, gRd.z, HEAP_EVERY * .5);
  gCell = min(gCell, max(to_border, p.y - HEAP_TOP));
  vec3 q = h.l;
  float slant = .08 * (q.y - .6);
  float skip = box(q - vec3(-slant, .66, 0.), vec3(.40, .48, .84)) - .03;
  skip = min(skip, box(q - vec3(.0, 1.19 - .12 * q.x, 0.), vec3(.46, .025, .90)));
  skip = min(skip, box(vec3(q.x, q.y - .78, abs(q.z) - .45), vec3(.47, .05, .04)));
  skip = min(skip, length(vec3(abs(q.x) - .30, q.y - .09, abs(q.z) - .66)) - .09);
  vec3 c = vec3(q.x, q.y, abs(q.z) - .36);
  float wheeled = box(c - vec3(.02, .53, 0.), vec3(.20 + .05 * c.y, .42, .22 + .05 * c.y)) - .02;
  wheeled = min(wheeled, box(c - vec3(-.01, 1.02 - .10 * c.x, 0.), vec3(.29, .03, .30)) - .01);
  vec3 k = q - vec3(.1, .22, 0.);
  float crate = box(k - vec3(0., 0., -.30), vec3(.26, .21, .34));
  crate = min(crate, box(k - vec3(.04, -.04, .42), vec3(.24, .17, .28)));
  crate = min(crate, box(k - vec3(.03, .38, -.18), vec3(.22, .16, .27)));
  float sack = min(ell(q - vec3(.0, .20, -.30), vec3(.30, .25, .33)), ell(q - vec3(.05, .24, .30), vec3(.28, .30, .32)));
  float iron = h.pick < .20 ? skip : (h.pick < .40 ? wheeled : (h.pick > .80 ? sack * .8 : 1e3));
  float wood = h.pick > .40 && h.pick < .62 ? crate : 1e3;
  return U(vec2(iron * .95, BIN), vec2(wood, CRATE));
}

struct Line {
  vec3 l;         // x across, y up from the line's middle, z from the line
  float load;     // what hangs on it: below .4 nothing, below .72 lanterns, else washing
  float whim;
};

Line lineAt(vec3 p) {
  Line c;
  float row = floor(p.z / LINE_EVERY);
  c.load = h1(row * 1.7 + floor(SEED * 31.) + .3);
  c.whim = h1(row * 2.3 + floor(SEED * 61.));
  float slant = (c.whim - .5) * .5;
  c.l = vec3(p.x, p.y - 6.5 - 1.6 * c.whim - .05 * p.x * p.x, p.z - (row + .5) * LINE_EVERY - p.x * slant);
  return c;
}

vec2 lines(vec3 p) {
  Line c = lineAt(p);
  float to_border = cellStep(p.z - (floor(p.z / LINE_EVERY) + .5) * LINE_EVERY, gRd.z, LINE_EVERY * .5);
  gCell = min(gCell, max(to_border, max(5.2 - p.y, p.y - 9.)));
  vec3 q = c.l;
  float cable = max(length(q.yz) - .013, abs(q.x) - FRONT - .6);
  cable = min(cable, max(length(q.yz - vec2(.7, .8)) - .011, abs(q.x) - FRONT - .6)) * .85;
  vec2 r = vec2(cable, IRON);
  float n = clamp(floor(q.x / .85 + .5), -2., 2.);
  vec3 h = vec3(q.x - n * .85, q.y + .26, q.z);
  float lantern = ell(h, vec3(.16, .19, .16));
  lantern += c.load > .40 && c.load < .72 ? 0. : 1e3;
  r = U(r, vec2(lantern * .8, LANTERN));
  float drop = .30 + .26 * h1(n + c.whim * 9.);
  float cloth = box(vec3(q.x - n * .85, q.y + drop, q.z + .04 * sin(q.x * 9. + q.y * 3.)), vec3(.33, drop, .012));
  cloth += c.load > .72 && h1(n * 3. + c.whim * 7.) > .25 ? 0. : 1e3;
  return U(r, vec2(cloth * .7, CLOTH));
}

vec2 props(vec3 p) {
  Plot b = plotAt(p);
  gCell = min(gCell, cellStep(b.l.z, gRd.z, PLOT * .5));
  vec2 r = vec2(fireEscape(b), IRON);
  r = U(r, doorLamp(b));
  r = U(r, signs(b));
  r = U(r, vec2(unitBox(b), UNIT));
  r = U(r, heaps(p));
  r = U(r, lines(p));
  r.x = max(r.x, abs(p.z - MIDDLE_Z) - HALF_LENGTH);
  stayOnSide(p);
  return r;
}

// What throws shadows, simpler than `world` and nowhere outside it: no pipes, lines or small iron.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  Plot b = plotAt(p);
  float d = min(houseBody(b), p.y);
  d = min(d, max(FRONT + .75 - abs(p.x), p.y - 9.));
  // The nearest landing, so that no step of a shadow ray passes one by.
  float storey = max(floor((b.l.y - GROUND_FLOOR) / STOREY + .5), 0.);
  vec3 landing = vec3(b.l.x + .42, b.l.y - GROUND_FLOOR - storey * STOREY, b.l.z - (b.trade - .5));
  float has = step(.42, b.kind) * step(GROUND_FLOOR + storey * STOREY, b.height - 1.5);
  d = min(d, box(landing, vec3(.40, .028, 1.75)) + 1e3 * (1. - has));
  d = max(d, min(abs(p.z - MIDDLE_Z) - HALF_LENGTH, p.y));
  d = min(d, min(signs(b).x, heaps(p).x));
  gCell = min(gCell, cellStep(b.l.z, gRd.z, PLOT * .5));
  stayOnSide(p);
  return d;
}

// Wet paving is rough: what it mirrors is drawn out towards the viewer.
#define ROUGH_GROUND

// ---- local colour ----

// Setts with a gutter down the middle; water stands in the hollows even when it has not rained for a while.
void groundSurface(vec3 p, float w, inout vec3 albedo, inout float reflectivity) {
  float fine = clamp(1. - w * 5., 0., 1.);
  vec2 sett = vec2(p.x / .30 + .5 * step(.5, fract(p.z / .36)), p.z / .18);
  float joint = 1. - pulse(sett.x, .455, w / .30) * pulse(sett.y, .43, w / .18);
  float stone = mix(.5, h2(floor(sett + .5)), fine);
  albedo = mix(vec3(.105, .10, .10), vec3(.15, .135, .125), stone) * (.75 + .5 * vn(p.xz * .8)) * (1. - .5 * joint);
  float basin = .8 * vn(p.xz * vec2(.55, .28) + floor(SEED * 41.) * 3.7) + .2 * vn(p.xz * 2.3);
  basin = max(basin, .70 * smoothstep(.42, .10, abs(p.x + .25 * sin(p.z * .35))));
  float wet = mix(.45, 1., WET);
  float puddle = smoothstep(.50, .66, basin) * smoothstep(.35, .65, wet);
  float damp = smoothstep(.18, .55, basin);
  vec2 hole = vec2(p.x - .1, mod(p.z - 2.6, VENT_EVERY) - VENT_EVERY * .5);
  float cover = smoothstep(.36, .34, length(hole));
  float slots = pulse(hole.x / .09, .26, w / .09);
  albedo = mix(albedo, vec3(.07) * (1. - .8 * slots), cover);
  albedo *= mix(1., .5, damp * wet);
  reflectivity = wet * mix(mix(.14, .38, damp) * (1. - .4 * joint), .80, puddle) * (1. - .6 * cover);
}

vec3 doorColour(Plot b, vec2 at, float w, inout vec3 emission) {
  vec3 paint = mix(vec3(.10, .13, .12), neon(b.whim + b.kind) * .20 + .05, .6);
  if (b.trade < .4) {
    float slat = pulse(at.y / .11, .36, w / .11);
    float tag = smoothstep(.52, .56, fbm(at * vec2(1.3, 1.8) + b.id * 3., 3)) * step(.2, at.y) * step(at.y, 1.9);
    vec3 sprayed = mix(neon(b.kind * 2.), neon(b.kind * 2. + .4), smoothstep(.4, .6, vn(at * 2.2 + 3.))) * .42;
    return mix(paint * 1.6, sprayed, tag) * (.65 + .45 * slat);
  }
  vec2 pane = abs(at - vec2(0., 1.62)) - vec2(.20, .22);
  bool glazed = max(pane.x, pane.y) < 0. && b.trade < .75;
  emission = glazed ? vec3(1., .62, .28) * .9 * LIT : vec3(0);
  float panel = smoothstep(.02, .0, abs(max(abs(at.x) - .36, abs(at.y - .72) - .42)));
  return paint * 1.3 * (1. - .4 * panel) * (.8 + .3 * vn(at * 5.));
}

// A burning window's room: its back wall moves against the frame as the eye does.
vec3 roomBehind(vec3 p, vec3 n, vec3 rd, float chance) {
  vec3 q = p + rd * (1.2 / max(abs(dot(rd, n)), .35));
  vec3 colour = chance > .88 ? vec3(.45, .75, 1.) : mix(vec3(1., .56, .24), vec3(1., .80, .50), fract(chance * 17.));
  return colour * (.45 + .55 * vn(q.zy * vec2(1.6, 1.3) + chance * 50.));
}

void wallSurface(vec3 p, vec3 n, vec3 rd, float w, Plot b, inout vec3 albedo, inout vec3 emission, inout float refl) {
  bool front = abs(n.x) > .5;
  float u = front ? b.l.z : b.l.x;
  float fine = clamp(1. - w * 6., 0., 1.);
  vec2 course = vec2(u * 3.6 + .5 * step(.5, fract(p.y * 3.8)), p.y * 7.6);
  float joint = 1. - pulse(course.x, .455, w * 3.6) * pulse(course.y, .42, w * 7.6);
  float each = (h2(floor(course + .5)) - .5) * fine;
  vec3 clay = mix(vec3(.33, .155, .11), vec3(.22, .185, .165), h1(b.id + 2.));
  vec3 bricks = clay * (1. + .35 * each) * (1. - .35 * joint * fine);
  vec3 render_ = mix(vec3(.34, .32, .28), vec3(.20, .25, .27), h1(b.id + 6.));
  float plaster = b.whim > .68 ? 1. : smoothstep(.56, .61, fbm(vec2(u * .45, p.y * .5) + b.id * 2.7, 3));
  albedo = mix(bricks, render_, plaster) * (.70 + .55 * fbm(vec2(u * .6, p.y * .8), 3));
  albedo *= .50 + .50 * smoothstep(0., 2.6, p.y + .5 * vn(vec2(u * 1.4, 1.)));            // damp rising from the ground
  albedo *= 1. - .35 * smoothstep(.5, .85, vn(vec2(u * 2.6, p.y * .10))) * step(3., p.y);   // streaks of rain
  // Bills pasted in a row at eye height.
  float bill = floor(u / .62);
  vec2 sheet = abs(vec2(fract(u / .62) - .5, (p.y - 1.55 - .12 * h1(bill)) / .80));
  float pasted = step(max(sheet.x - .40, sheet.y - .48), 0.) * step(.45, h1(bill + b.id * 5.)) * step(b.kind, .6);
  vec3 paper = mix(vec3(.52, .48, .40), neon(h1(bill * 3. + b.id)) * .6, .55);
  float print = step(.5, vn(vec2(u * 5., p.y * 7.) + bill * 9.));
  albedo = front && pasted > 0. ? mix(paper, paper * .25, print * fine) * (.7 + .3 * vn(p.zy * 4.)) : albedo;

  vec2 cell = windowCell(b);
  vec2 at = windowPlace(b);
  vec2 pane_half = windowHalf(b);
  if (front && hasWindow(b, cell) > 0. && abs(at.x) < pane_half.x + .01 && abs(at.y) < pane_half.y + .01) {
    vec2 f = abs(at) / pane_half;
    float frame = max(max(smoothstep(.88, .92, f.x), smoothstep(.90, .94, f.y)), smoothstep(.08, .05, min(f.x, f.y)));
    frame *= clamp(1.4 - w * 8., 0., 1.);
    float chance = h2(cell + b.id * 7.);
    float burns = step(1. - .42 * LIT, chance);
    float blind = step(.5, fract(chance * 13.)) * step(at.y, pane_half.y * (1.2 - 2. * fract(chance * 29.)));
    vec3 room = roomBehind(p, n, rd, fract(chance * 41.)) * mix(1., .5, blind * (.7 + .3 * pulse(at.y / .07, .3, w / .07)));
    albedo = mix(vec3(.028, .034, .045), vec3(.06, .06, .055), frame);
    emission = room * burns * (1. - frame) * .75;
    refl = (1. - frame) * .26;
  }
  vec2 door = vec2(b.l.z - b.door_z, b.l.y);
  if (front && abs(door.x) < b.door.x + .01 && door.y < b.door.y + .01) {
    albedo = doorColour(b, door, w, emission);
    refl = 0.;
  }
}

vec3 signLight(vec3 n, float w, Plot b) {
  vec3 place = signPlace(b);
  vec2 s = vec2(b.l.x + .52, b.l.y - place.x);
  float row = s.y / .62 + 10.5;
  vec2 f = vec2(s.x / .27, fract(row) * 2.5 - 1.25);
  float ink = smoothstep(.17, .07, strokes(f, floor(row) + b.id * 3.)) * step(abs(s.y), place.z - .10);
  ink = mix(ink, .3, clamp(w * 7., 0., 1.));
  float rim = smoothstep(.030, .012, abs(max(abs(s.x) - .29, abs(s.y) - place.z + .05)));
  vec3 colour = neon(b.trade * 2. + b.kind);
  vec3 lettered = b.whim > .5 ? mix(colour * .8, vec3(.02), ink) : colour * (1.8 * ink + 1.3 * rim + .07);
  return (abs(n.z) > .5 ? lettered : colour * .25) * (.10 + .90 * LIT);
}

// Across the end: shops below, windows above, small and bright.
void oppositeSurface(vec3 p, float w, inout vec3 albedo, inout vec3 emission) {
  float house = floor(p.x / 5.);
  albedo = mix(vec3(.26, .20, .16), vec3(.22, .23, .25), h1(house + SEED * 5.)) * (.8 + .3 * vn(p.xy));
  float pane = pulse(p.x / 1.25 + .5, .28, w / 1.25) * pulse((p.y - .4) / 3.1 + .5, .27, w / 3.1) * step(3.6, p.y);
  float burns = step(1. - .5 * LIT, h2(floor(vec2(p.x / 1.25, (p.y - .4) / 3.1)) + SEED * 91.));
  albedo = mix(albedo, vec3(.03, .035, .045), pane);
  float shop = step(.5, p.y) * step(p.y, 2.9) * pulse(p.x / 2.5 + .5, .45, w / 2.5);
  float fascia = step(3., p.y) * step(p.y, 3.5);
  vec3 sign_ = neon(h1(floor(p.x / 5.) + SEED * 17.) * 2.);
  emission = vec3(1., .68, .36) * pane * burns * .8;
  emission += (mix(vec3(1., .74, .45), sign_, .3) * shop * 1.1 + sign_ * fascia * .9) * (.15 + .85 * LIT);
}

// Steam over the gully covers: what a ray gathers of it on its way to p, cheaply, from the nearest two plumes it passes.
float steamBefore(vec3 p) {
  vec3 way = p - CAM;
  float first = floor((CAM.z - 2.6) / VENT_EVERY) + (way.z > 0. ? 0. : 1.);
  float gathered = 0.;
  for (int i = 0; i < 3; i++) {
    float row = first + float(i) * (way.z > 0. ? 1. : -1.);
    float z = 2.6 + (row + .5) * VENT_EVERY;
    float s = (z - CAM.z) / (abs(way.z) < .01 ? .01 : way.z);
    vec3 q = CAM + way * s;
    float rise = clamp(q.y, 0., 4.);
    float width = .16 + .22 * rise;
    float x = (q.x - .1 - .12 * rise * sin(row * 2.3) - .25 * (vn(vec2(rise * 1.3, row * 5. + SEED)) - .5)) / width;
    float billow = smoothstep(.25, .75, vn(vec2(q.x * 2.6 + row, q.y * 1.5 - row)) * .65 + vn(vec2(q.x * 6., q.y * 4.)) * .35);
    float plume = exp(-x * x) * billow * smoothstep(3.6, .6, rise) * smoothstep(-.05, .1, q.y);
    float has = step(.42, h1(row * 3.3 + floor(SEED * 77.))) * step(0., s) * step(s, 1.);
    gathered += plume * has * smoothstep(1.5, 3.5, abs(z - CAM.z));
  }
  return min(gathered, 1.);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 rd = normalize(p - CAM);
  float w = t * 2. / (R.y * FOV) / max(abs(dot(n, rd)), .06);    // a pixel's width on the surface, metres
  Plot b = plotAt(p);
  if (id < 1.5) {
    groundSurface(p, w, albedo, reflectivity);
  } else if (id < 2.5) {
    albedo = vec3(.19, .185, .175) * (.75 + .4 * vn(p.xz * 5.));
    reflectivity = .15 * WET;
  } else if (id < 3.5) {
    wallSurface(p, n, rd, w, b, albedo, emission, reflectivity);
  } else if (id < 4.5) {
    albedo = mix(vec3(.05, .05, .052), vec3(.12, .07, .045), smoothstep(.5, .8, vn(p.zy * 3.)));
  } else if (id < 5.5) {
    albedo = vec3(.05);
    emission = signLight(n, w, b);
  } else if (id < 6.5) {
    albedo = vec3(.4);
    emission = mix(vec3(1., .62, .26), vec3(.62, .85, 1.), step(.7, b.whim)) * 3.2 * (.1 + .9 * LIT);
  } else if (id < 7.5) {
    Heap h = heapAt(p);
    vec3 paint = h.pick < .20 ? mix(vec3(.05, .13, .10), vec3(.06, .09, .17), step(.5, h.whim)) : vec3(.07, .075, .08);
    albedo = h.pick > .80 ? vec3(.032, .033, .038) : paint * (.75 + .5 * vn(p.zy * 4.));
    reflectivity = .10;
  } else if (id < 8.5) {
    float board = pulse(p.y / .11, .42, w / .11);
    albedo = mix(vec3(.30, .21, .12), vec3(.36, .27, .17), heapAt(p).whim) * (.55 + .45 * board) * (.8 + .3 * vn(p.zy * 9.));
  } else if (id < 9.5) {
    vec2 at = windowPlace(b);
    float ring = length(vec2(at.x + .08, at.y + windowHalf(b).y + .30));
    float fan = smoothstep(.19, .18, ring) * (.55 + .45 * pulse(ring / .035, .3, w / .035));
    albedo = mix(vec3(.42, .42, .40), vec3(.07), fan * step(.5, abs(n.x))) * (.75 + .3 * vn(p.zy * 5.));
  } else if (id < 10.5) {
    Line c = lineAt(p);
    float n_ = floor(c.l.x / .85 + .5);
    albedo = mix(vec3(.52, .50, .46), neon(h1(n_ + c.whim * 11.)) * .5, step(.45, h1(n_ * 5. + c.whim)));
  } else if (id < 11.5) {
    vec3 q = lineAt(p).l;
    float rib = .7 + .3 * pulse((q.y + .26) / .055, .34, w / .055);
    albedo = vec3(.5, .12, .06);
    emission = vec3(1., .30, .10) * 1.15 * rib * smoothstep(.19, .12, abs(q.y + .26)) * (.15 + .85 * LIT);
  } else {
    oppositeSurface(p, w, albedo, emission);
  }
  emission += vec3(.86, .92, 1.) * .16 * steamBefore(p) * (.35 + .65 * LIT);
}

// Towers beyond the streets; uv: azimuth and height of the ray. `lit` is a burning window.
#define SKYLINE
float skyline(vec2 uv, out float lit) {
  float column = floor(uv.x * 18. + floor(SEED * 53.));
  float top = .06 + .24 * h1(column * 1.7) * h1(column + 3.);
  vec2 w = vec2(fract(uv.x * 18.) * 5., uv.y * 120.);
  float in_frame = step(abs(fract(w.x) - .5), .3) * step(abs(fract(w.y) - .5), .3);
  bool here = uv.y < top && uv.y > -.003;
  lit = here ? step(.68, h2(floor(w) + column)) * in_frame * LIT : 0.;
  return here ? .8 : 0.;
}
