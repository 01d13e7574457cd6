// Ruins along a paved lane: a temple's colonnades or a town's concrete frames, as the seed has it.
//
// Metres, y up. The lane runs along z between two rows of columns (|x| = 2.9), broken walls behind them (|x| = 5.7); a gate or a
// leaning tower closes it. Kept clear for cameras and the performer in every seed: |x| < 1.55 for -9 < z < 18, level, to the sky.
const float PAVING = 1.;
const float EARTH = 2.;
const float WALL = 3.;
const float COLUMN = 4.;
const float RUBBLE = 5.;
const float BUSH = 6.;
const float VINE = 7.;
const float IRON = 8.;
const float FLAME = 9.;
const float TOWER = 10.;

const float LANE_HALF = 1.85;
const float ROW_X = 2.9;
const float WALL_X = 5.7;
const float BAY = 3.5;
const float SPRING = 3.3;        // where arches begin
const float TOP = 5.1;           // upper edge of what the columns carry
const float STOREY = 3.1;
const float RUBBLE_CELL = 1.15;
const float STRAND_CELL = .37;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

mat2 turned(float angle) {
  float c = cos(angle);
  float s = sin(angle);
  return mat2(c, s, -s, c);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
float temple = step(fract(SEED * 10. + .25), .5);
float wall_height = temple > .5 ? 5.5 + 2.5 * chance(1.) : 9. + 7. * chance(1.);
float end_z = temple > .5 ? 30. + 10. * chance(2.) : 50. + 16. * chance(2.);
mat2 lean = turned((chance(3.) > .5 ? 1. : -1.) * (.10 + .09 * chance(4.)));
float lean_side = chance(3.) > .5 ? -1. : 1.;
float fire_side = chance(5.) > .5 ? 1. : -1.;
float fire_z = 7.6 + 1.6 * chance(6.);
vec3 fallen_at = vec3(-fire_side * 2.15, .36, 6.2 + 2. * chance(7.));
mat2 fallen_turn = turned(1.2 * (chance(8.) - .5) + .9);
vec3 stone_colour = temple > .5 ? mix(vec3(.46, .39, .29), vec3(.43, .41, .37), chance(9.)) : mix(vec3(.31, .30, .29), vec3(.36, .32, .28), chance(9.));
float overgrown = .25 + .6 * chance(10.);

float sideOf(vec3 p) {
  return p.x > 0. ? 1. : 0.;
}

// 1 where column n of a row still stands to its full height.
float stands(float n, float side) {
  return step(.34, h1(n * 2.7 + side * 5.1 + floor(SEED * 733.) * .37));
}

float rubbleHeap(vec2 x) {
  float aside = abs(x.x);
  float heap = smoothstep(LANE_HALF, WALL_X - .4, aside) * smoothstep(8.5, 6., aside);
  return heap * (.15 + .75 * vn(x * .55 + SEED * 5.) * vn(x * .23 + SEED * 3.));
}

float groundHeight(vec2 x) {
  float aside = max(abs(x.x) - LANE_HALF, 0.);
  float far = smoothstep(45., 190., length(x));
  float relief = ridge(x * .014 + SEED * 11., far > 0. ? 4 : 0);
  return -.03 * min(aside, 1.) + rubbleHeap(x) + .04 * vn(x * 3.) * min(aside, 1.) + far * (8. + 40. * temple) * relief;
}

// The outer walls: window openings in bays, a jagged upper edge, bites out of the masonry.
float walls(vec3 p) {
  float side = sideOf(p);
  vec2 u = vec2(p.z + side * 41., p.y);
  float chunk = floor(u.x * 1.6 + .5 * floor(u.y * 2.)) * .625;
  float edge = wall_height * (.22 + .95 * vn(vec2(chunk * .14, SEED * 21. + side * 3.))) + 1.1 * vn(vec2(chunk * .9, 4.));
  float thick = .30 - .03 * temple;
  float d = max(abs(abs(p.x) - WALL_X) - thick, (p.y - edge) * .6);
  float z = (fract(p.z / BAY) - .5) * BAY;
  vec2 at = vec2(z, p.y - 2.0);
  float arched = max(length(vec2(at.x, max(at.y - .7, 0.))) - .78, -1.2 - at.y);
  float storey = floor(max(p.y, 0.) / STOREY);
  vec2 square = abs(vec2(z, p.y - (storey + .55) * STOREY)) - vec2(1.15, .95);
  float opening = temple > .5 ? arched : max(square.x, square.y);
  d = max(d, -opening);
  float bite = (vn(u * .42 + SEED * 17.) - .70) * 1.6 + .10 * (vn(u * 2.3) - .5);
  bite -= .5 * max(p.y - (temple > .5 ? 2. : .4 * wall_height), 0.);    // higher up what it leaves would float
  d = max(d, bite);
  float ledge = box(vec3(abs(p.x) - WALL_X + .1, p.y - (floor(p.y / STOREY + .5)) * STOREY, 0.), vec3(.36, .12, 1.));
  ledge = max(max(ledge, bite + .12), p.y - edge);
  return min(d, temple > .5 ? 1e3 : ledge) * .85;
}

// What the lane leads to: a gate with one great arch, or a tower block that leans.
float laneEnd(vec3 p) {
  vec3 q = p - vec3(0., 0., end_z);
  float jag = 11. + 3.4 * vn(vec2(floor(q.x * .8) * .37 + SEED * 9., 2.)) + .8 * vn(q.xy * 1.1);
  float gate = max(box(q - vec3(0., 6., 0.), vec3(7., 9., 1.6)), q.y - jag);
  gate = max(gate, -max(length(vec2(q.x, max(q.y - 5.4, 0.))) - 2.7, abs(q.z) - 4.));
  gate = max(gate, -max(length(vec2(abs(q.x) - 5., max(q.y - 3.6, 0.))) - 1.0, -q.y));
  gate = min(gate, box(q - vec3(0., 8.9, -.1), vec3(7.2, .28, 1.75)));
  vec3 t = q - vec3(lean_side * 5., 0., 0.);
  t.xy *= lean;
  float floor_y = (fract(t.y / STOREY) - .5) * STOREY;
  float gnawed = (vn(t.xy * .16 + SEED * 7.) + .5 * vn(t.zy * .21 + 5.) - 1.02) * 4.5;
  float top = 37. + 7. * vn(vec2(floor(t.x * .4), SEED * 31.)) - .7 * lean_side * t.x;
  float hull = max(max(box(t, vec3(6.5, 60., 5.)), t.y - top), gnawed);
  float slab = abs(floor_y) - .17;
  vec2 bay = (fract(t.xz / 3.25 + .5) - .5) * 3.25;
  float post = max(abs(bay.x), abs(bay.y)) - .24;
  float walled = step(.52, h2(floor(vec2(t.x / 3.25 + .5, t.y / STOREY)) + floor(SEED * 97.)));
  float infill = abs(abs(t.z) - 4.7) - .12 + 1e3 * (1. - walled);
  float block = max(hull, min(min(slab, post), infill)) * .8;
  return temple > .5 ? gate * .8 : block;
}

void stayInCell(vec3 p, float local, float half_size) {
  float to_middle = p.x * gRd.x < 0. ? abs(p.x / gRd.x) + .05 : 1e3;
  gCell = min(gCell, min(to_middle, cellStep(local, gRd.z, half_size)));
}

vec2 terrain(vec3 p) {
  float ground = (p.y - groundHeight(p.xz)) * .75;
  vec2 r = vec2(ground, abs(p.x) < LANE_HALF + .25 * sin(p.z * 2.1) * sin(p.z * .7) && abs(p.z) < 60. ? PAVING : EARTH);
  r = U(r, vec2(walls(p), WALL));
  stayInCell(p, 0., 1e3);
  return U(r, vec2(laneEnd(p), TOWER));
}

// One column per bay and, between two that stand, what they carry: an arch or a beam.
float colonnade(vec3 p) {
  float side = sideOf(p);
  float n = floor(p.z / BAY);
  float local = p.z - (n + .5) * BAY;
  vec3 q = vec3(abs(p.x) - ROW_X, p.y, local);
  float full = stands(n, side);
  float k = h1(n * 4.3 + side * 7.7 + SEED * 57.);
  float tall = full > .5 ? TOP : .5 + 3. * k * k + .25 * vn(q.xz * 5. + k * 9.);
  float radius = .44 - .018 * q.y;
  float flute = .020 * cos(atan(q.z, q.x) * 14.) * step(.35, q.y) * step(q.y, SPRING - .35);
  float round_ = length(q.xz) - radius + flute + .012 * step(.96, fract(q.y * 1.05));
  float square = max(abs(q.x), abs(q.z)) - .31;
  vec3 e = vec3(abs(q.x), q.y, abs(q.z));
  float foot = box(e - vec3(0., .12, 0.), vec3(.56, .16, .56)) - .02;
  float head = box(e - vec3(0., SPRING - .12, 0.), vec3(.50 + .1 * (q.y - SPRING + .3), .16, .50)) - .02;
  float shaft = temple > .5 ? round_ : square;
  float d = max(shaft, q.y - (temple > .5 ? min(tall, SPRING) : tall - .4)) * .9;
  d = temple > .5 ? min(d, min(foot, head + (1. - full) * 1e3)) : d;

  float neighbour = stands(n + (local > 0. ? 1. : -1.), side);
  float reach = neighbour > .5 ? 9. : .75 + .5 * k + .3 * vn(q.xy * 3.);
  float beam = max(box(vec3(q.x, q.y - (TOP + SPRING) * .5, 0.), vec3(.40, (TOP - SPRING) * .5, 1.)), abs(local) - reach);
  float arch = (BAY * .5 - .42) - length(vec2(BAY * .5 - abs(local), max(q.y - SPRING, 0.)));
  float ragged = q.y - TOP + .5 * vn(vec2(floor(p.z * 1.8) * .6, side * 9. + SEED * 41.)) * (1.5 - neighbour);
  float carried = temple > .5 ? max(max(beam, arch), ragged) : max(beam, 4.35 - q.y);
  return min(d, carried + (1. - full) * 1e3) * .92;
}

// Concrete frames keep the floor above the gallery, broken off along its edge.
float gallery(vec3 p) {
  float q = abs(p.x) - (ROW_X + WALL_X) * .5;
  float side = sideOf(p);
  float left = 4.4 * smoothstep(.25, .62, vn(vec2(p.z * .17 + side * 17., SEED * 19.)));    // metres still held by the wall
  float broken = WALL_X - abs(p.x) - left + .5 * vn(p.xz * 2.3);
  float slab = max(max(abs(q) - 1.75, abs(p.y - 4.72) - .14), broken);
  return temple > .5 ? 1e3 : slab * .7;
}

// Vines, or cables, that hang from what the columns carry.
float strands(vec3 p) {
  float side = sideOf(p);
  float cell = floor(p.z / STRAND_CELL);
  float local = p.z - (cell + .5) * STRAND_CELL;
  float k = h1(cell * 1.9 + side * 31. + SEED * 23.);
  float n = floor((cell + .5) * STRAND_CELL / BAY);
  float middle = (cell + .5) * STRAND_CELL - (n + .5) * BAY;
  float held = stands(n, side) * stands(n + (middle > 0. ? 1. : -1.), side) * step(k, .55 * overgrown + .1);
  float from = temple > .5 ? TOP - .1 : 4.5;
  float len = .9 + 2.6 * fract(k * 37.);
  vec3 q = vec3(abs(p.x) - ROW_X + .42 + .05 * sin(p.y * 3. + k * 50.), p.y - from + len * .5, local + .06 * sin(p.y * 2.3 + k * 90.));
  float leaf = .045 * abs(sin(p.y * 13. + k * 40.)) * abs(sin(p.y * 5.1 + atan(q.z, q.x) * 1.5));
  float d = max(length(q.xz) - .016 - leaf, abs(q.y) - len * .5) * .7;
  gCell = min(gCell, cellStep(local, gRd.z, STRAND_CELL * .5));
  return held > .5 ? d : 1e3;
}

// Rods that stick out of broken pillars.
float rebar(vec3 p) {
  float side = sideOf(p);
  float n = floor(p.z / BAY);
  float k = h1(n * 4.3 + side * 7.7 + SEED * 57.);
  float tall = .5 + 3. * k * k;
  vec3 q = vec3(abs(p.x) - ROW_X, p.y - tall, p.z - (n + .5) * BAY);
  float y = clamp(q.y, 0., 1.2);
  vec2 m = abs(q.xz + vec2(.22 * k, .16 - .3 * k) * y * y) - .20;
  float rod = max(length(m) - .014, abs(q.y - .35) - .55 - .2 * sin(q.x * 9. + q.z * 7.));
  return temple > .5 || stands(n, side) > .5 ? 1e3 : rod * .8;
}

// Broken blocks, and bushes among them, beside the lane.
vec2 rubble(vec3 p) {
  vec2 cell = floor(p.xz / RUBBLE_CELL);
  vec2 local = p.xz - (cell + .5) * RUBBLE_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 foot = (cell + .5) * RUBBLE_CELL;
  float aside = abs(foot.x);
  bool lies = k > .38 && aside > 2.15 && aside < 13. && abs(foot.y) < 60.;
  float big = (.12 + .24 * k2 * k2) * (aside < 2.5 ? .7 : 1.);
  vec3 q = vec3(local.x, p.y - groundHeight(foot) - big * .3, local.y);
  float leaf = sin(q.x * 17. + k * 9.) * sin(q.z * 16.) * sin(q.y * 19.);
  float bush = (ell(q, vec3(1.1, .95, 1.1) * big * 1.3) - .22 * big * leaf) * .5;
  vec3 b = q;
  b.xz = rot(b.xz, k * 40.);
  b.xy = rot(b.xy, (k2 - .5) * 1.3);
  float block = box(b, vec3(1.25, .62, .85) * big) - .02;
  gCell = min(gCell, min(cellStep(local.x, gRd.x, RUBBLE_CELL * .5), cellStep(local.y, gRd.z, RUBBLE_CELL * .5)));
  bool green = fract(k * 13.) < overgrown * .45;
  return vec2(lies ? (green ? bush : block) : 1e3, green ? BUSH : RUBBLE);
}

// A drum of a fallen column, or a slab that slid down on its edge.
float fallen(vec3 p) {
  vec3 q = p - fallen_at;
  q.xz *= fallen_turn;
  float drum = max(length(q.xy) - .40 + .018 * cos(atan(q.y, q.x) * 14.), abs(q.z) - .50);
  vec3 s = q - vec3(0., .22, 0.);
  s.xy = rot(s.xy, .55);
  float slab = max(box(s, vec3(.85, .09, .62)), (vn(q.xz * 2.2 + 3.) - .72) * .6);
  return (temple > .5 ? drum : slab) * .9;
}

// A brazier, or an oil drum; it burns only when lamps do.
vec2 fire(vec3 p) {
  vec3 q = p - vec3(fire_side * 2.05, 0., fire_z);
  float radius = length(q.xz);
  float drum = max(max(radius - .29 - .012 * sin(q.y * 22.), abs(q.y - .42) - .42), -max(radius - .26, .5 - q.y));
  float bowl = max(abs(length(q - vec3(0., 1.02, 0.)) - .32) - .025, q.y - 1.02);
  bowl = min(bowl, cyl(q - vec3(0., .35, 0.), .05 + .10 * abs(q.y - .4), .36));
  vec3 f = q - vec3(.05 * sin(q.y * 9. + SEED * 40.), temple > .5 ? 1.22 : 1.02, .04 * sin(q.y * 12.));
  float width = .19 - .13 * clamp(f.y, -.1, .6);
  float flame = (ell(f, vec3(width, .42, width)) + .05 * sin(atan(q.z, q.x) * 3. + q.y * 7.) * max(f.y, 0.)) * .7;
  return U(vec2((temple > .5 ? bowl : drum) * .9, IRON), vec2(LIT > .15 ? flame : 1e3, FLAME));
}

vec2 props(vec3 p) {
  vec2 r = vec2(min(colonnade(p), gallery(p)), COLUMN);
  r = U(r, vec2(strands(p), VINE));
  r = U(r, vec2(rebar(p), IRON));
  r = U(r, rubble(p));
  r = U(r, vec2(fallen(p), RUBBLE));
  stayInCell(p, p.z - (floor(p.z / BAY) + .5) * BAY, BAY * .5);
  return U(r, fire(p));
}

// What throws shadows, simpler than `world`: no strands, rods or small rubble.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  stayInCell(p, p.z - (floor(p.z / BAY) + .5) * BAY, BAY * .5);
  float built = min(min(colonnade(p), gallery(p)), min(walls(p), laneEnd(p)));
  return min(min((p.y - groundHeight(p.xz)) * .75, built), fallen(p));
}

// ---- local colour ----

// Moss and ivy: where rain runs, from below and from the tops.
float growth(vec3 p, vec3 n) {
  vec2 u = vec2(p.x + p.z, p.y);
  float spread = .55 * vn(u * vec2(.7, .35) + SEED * 7.) + .30 * vn(u * 3.1) + .15 * vn(u * 11.);
  float low = smoothstep(2.6, 0., p.y);
  return smoothstep(.70, .80, spread + .22 * low + .16 * max(n.y, 0.) + .30 * (overgrown - .5));
}

vec3 masonry(vec3 p, vec3 n, float t) {
  float fine = smoothstep(34., 10., t);
  vec2 u = vec2(abs(n.x) > .5 ? p.z : p.x, p.y);
  vec2 course = vec2(u.x * .95 + .5 * mod(floor(u.y * 2.1), 2.), u.y * 2.1);
  vec2 f = abs(fract(course) - .5);
  float joint = temple * fine * max(smoothstep(.47, .495, f.x), smoothstep(.44, .49, f.y));
  float lift = (1. - temple) * fine * smoothstep(.47, .495, abs(fract(u.y * .82) - .5));
  float stains = smoothstep(.5, .9, vn(vec2(u.x * 1.6, u.y * .13)));
  vec3 stone = stone_colour * (.74 + .5 * fbm(u * .8, 3)) * (1. + .28 * (h2(floor(course)) - .5) * temple);
  float brick = (1. - temple) * smoothstep(.50, .58, vn(u * .33 + SEED * 29.));
  vec2 small = vec2(u.x * 3.2 + .5 * mod(floor(u.y * 6.), 2.), u.y * 6.);
  stone = mix(stone, vec3(.36, .17, .11) * (.7 + .5 * mix(.5, h2(floor(small)), fine)), .8 * brick);
  return stone * (1. - .45 * joint) * (1. - .25 * lift) * (1. - .32 * stains);
}

void pavingSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  float fine = smoothstep(26., 8., t);
  vec2 at = p.xz * (temple > .5 ? vec2(1.02, .80) : vec2(.52, .34)) + vec2(.5, .0);
  at.x += .5 * mod(floor(at.y), 2.);
  vec2 f = abs(fract(at + .03 * (vn(p.xz * 4.) - .5)) - .5);
  float joint = max(smoothstep(.455, .49, f.x), smoothstep(.455, .49, f.y)) * fine;
  float crack = smoothstep(.010, .0, abs(fbm(p.xz * 1.1 + SEED * 3., 3) - .47)) * fine * smoothstep(.45, .65, vn(p.xz * .5 + 7.));
  vec3 slab = stone_colour * (.62 + .34 * h2(floor(at) + 3.)) * (.8 + .4 * vn(p.xz * 2.3));
  float dust = smoothstep(.35, .75, vn(p.xz * .7 + SEED) + .3 * abs(p.x) / LANE_HALF - .1);
  albedo = mix(slab, vec3(.38, .30, .21) * (.8 + .3 * vn(p.xz * 9.)), .55 * dust);
  vec3 weeds = vec3(.12, .15, .05) * (.6 + .8 * vn(p.xz * 17.));
  albedo = mix(albedo, mix(vec3(.07, .06, .05), weeds, overgrown), .85 * max(joint * smoothstep(.25, .55, vn(p.xz * 1.3)), crack));
  float puddle = smoothstep(.50, .64, vn(p.xz * vec2(.55, .38) + SEED * 13.));
  albedo *= mix(1., .5, WET * (.4 + .6 * puddle));
  reflectivity = WET * mix(.10, .75, puddle);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 ivy = mix(vec3(.05, .085, .03), vec3(.17, .20, .06), vn(vec2(p.x + p.z, p.y) * 6.));
  if (id == PAVING) {
    pavingSurface(p, t, albedo, reflectivity);
  } else if (id == EARTH) {
    vec3 dirt = vec3(.27, .21, .15) * (.6 + .7 * vn(p.xz * 5.));
    vec3 grass = mix(vec3(.13, .15, .06), vec3(.25, .22, .10), vn(p.xz * .5)) * (.6 + .7 * vn(p.xz * 4.));
    albedo = mix(dirt, grass, smoothstep(.35, .65, vn(p.xz * .4 + SEED) + .4 * (overgrown - .5) + smoothstep(20., 60., t) * .2));
    albedo = mix(albedo, vec3(.24, .21, .19), smoothstep(.75, .5, n.y) * smoothstep(30., 60., t));
  } else if (id == WALL || id == COLUMN) {
    albedo = mix(masonry(p, n, t), ivy, growth(p, n) * (id == WALL ? 1. : .75));
  } else if (id == RUBBLE) {
    albedo = stone_colour * (.55 + .6 * vn(p.xz * 3. + p.y * 4.));
    albedo = mix(albedo, ivy, .5 * overgrown * smoothstep(.5, .9, n.y) * smoothstep(.4, .6, vn(p.xz * 2.)));
  } else if (id == BUSH || id == VINE) {
    albedo = id == VINE && temple < .5 ? mix(vec3(.05), ivy, .7) : ivy * (.7 + .6 * vn(p.xz * 9. + p.y * 5.));
  } else if (id == IRON) {
    albedo = mix(vec3(.10, .075, .06), vec3(.27, .12, .055), vn(vec2(p.x * 9. + p.z * 9., p.y * 6.)));
    vec3 q = p - vec3(fire_side * 2.05, .75, fire_z);
    emission = vec3(1., .32, .06) * .9 * LIT * smoothstep(.36, .1, length(q)) * step(.5, n.y);
  } else if (id == FLAME) {
    float hot = smoothstep(temple > .5 ? 1.75 : 1.55, temple > .5 ? 1.0 : .8, p.y);
    albedo = vec3(.6, .4, .2);
    emission = mix(vec3(1., .36, .07), vec3(1., .80, .42), hot) * 3. * LIT;
  } else {
    albedo = mix(masonry(p, n, t), ivy, .8 * growth(p, n));
  }
}
