// An open road that runs to its vanishing point between far hills.
//
// Metres, y up. The road runs along z, its yellow line at x = 0; a convertible has stopped in the right lane near z = 6.5, a rail
// stands at x = 6, poles at x = -7.6. Kept clear for cameras and the performer in every seed: -6.8 < x < 1.5 and
// 4.3 < x < 5.6 for |z| < 30, where the road is straight and level.
const float ROAD = 1.;
const float LAND = 2.;
const float RAIL = 3.;
const float POLE = 4.;
const float WIRE = 5.;
const float SHRUB = 6.;
const float SIGN = 7.;
const float PAINT = 8.;
const float CHROME = 9.;
const float TYRE = 10.;
const float LEATHER = 11.;
const float LAMP = 12.;
const float TRAFFIC = 13.;
const float REFLECTOR = 14.;
const float MARKER = 15.;
const float STEEL = 16.;

const float ASPHALT_HALF = 5.4;
const float LANE = 3.5;
const float RAIL_X = 6.;
const float POLE_X = -7.6;
const float POLE_EVERY = 24.;
const float POLE_TOP = 7.4;
const float SHRUB_CELL = 3.2;
const float TRAFFIC_EVERY = 44.;
const vec2 CAR_AT = vec2(2.75, 6.5);
const float CAR_TAIL = -2.3;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

mat2 turned(float angle) {
  float c = cos(angle);
  float s = sin(angle);
  return mat2(c, s, -s, c);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
vec2 bend = (vec2(chance(1.), chance(2.)) - .5) * .0026;    // ahead, behind
float pass_height = 7. + 7. * chance(3.);
float hill_height = 26. + 74. * chance(4.) * chance(4.);
mat2 car_turn = turned((chance(5.) - .5) * .26);
float gantry_z = 33. + 14. * chance(6.);
float exit_side = chance(7.) > .5 ? 1. : -1.;
float sign_z = 13. + 6. * chance(8.);
vec3 car_paint = mix(mix(vec3(.06, .33, .34), vec3(.60, .55, .45), step(.3, chance(9.))), mix(vec3(.045, .05, .065), vec3(.52, .34, .06), step(.8, chance(9.))), step(.55, chance(9.)));
float pole_lean = (chance(10.) - .5) * .05;
float green_land = chance(11.);
float road_number = floor(3. + 90. * chance(12.));
float board_z = 22. + 9. * chance(13.);
float gantry_stands = step(.3, chance(18.));
float turbines_stand = step(.45, chance(19.));
float turbines_side = chance(20.) > .4 ? 1. : -1.;

float roadX(float z) {
  float far = max(abs(z - 4.) - 34., 0.);
  return (z > 4. ? bend.x : bend.y) * far * far;
}

float climb(float z) {
  return pass_height * smoothstep(60., 215., abs(z - 4.));
}

float groundHeight(vec2 x) {
  float verge = max(abs(x.x - roadX(x.y)) - ASPHALT_HALF, 0.);
  float ditch = -.38 * smoothstep(.7, 2.2, verge) * smoothstep(8., 3., verge);
  float roll = smoothstep(2.5, 30., verge) * (2.4 * vn(x * .05 + SEED * 7.) + .25 * vn(x * .5) - .7);
  float rise = smoothstep(34., 165., verge + max(abs(x.y) - 90., 0.) * .45);
  float relief = ridge(x * .0125 + SEED * 17., rise > 0. ? 4 : 0);
  float gap = smoothstep(4., 46., verge);
  return climb(x.y) + ditch + roll + rise * gap * hill_height * (relief + .10) + .03 * vn(x * 6.) * smoothstep(.0, .5, verge);
}

vec2 terrain(vec3 p) {
  float aside = abs(p.x - roadX(p.z));
  return vec2((p.y - groundHeight(p.xz)) * .7, aside < ASPHALT_HALF ? ROAD : LAND);
}

// A crash barrier: a rail folded like a W on posts two metres apart.
float rail(vec3 p) {
  vec3 q = vec3(p.x - roadX(p.z) - RAIL_X, p.y - climb(p.z), (fract(p.z * .5) - .5) * 2.);
  float fold = .028 * cos(clamp(q.y - .62, -.16, .16) * 39.);
  float beam = box(vec3(q.x + fold, q.y - .62, 0.), vec3(.014, .155, 1.));
  float post = box(q - vec3(.12, .3, 0.), vec3(.05, .40, .04));
  return min(beam * .75, post);
}

// Telegraph poles with two arms, and marker posts at the kerb.
vec2 poles(vec3 p) {
  float n = floor(p.z / POLE_EVERY);
  float local = p.z - (n + .5) * POLE_EVERY;
  float middle = p.z - local;
  vec3 q = vec3(p.x - roadX(middle) - POLE_X, p.y - climb(middle), local);
  q.x -= pole_lean * q.y;
  float pole = cap(q, vec3(0., -1., 0.), vec3(0., POLE_TOP, 0.), .15, .10);
  float arm_y = q.y > POLE_TOP - .9 ? POLE_TOP - .45 : POLE_TOP - 1.35;
  float arm = box(q - vec3(0., arm_y, .1), vec3(1.15, .06, .05));
  vec3 i = vec3(abs(abs(q.x) - .72) - .30, q.y - arm_y - .16, q.z - .1);
  float insulator = cyl(i, .05, .10);
  vec2 r = U(vec2(min(pole, arm), POLE), vec2(insulator, CHROME));
  vec3 m = vec3(p.x - roadX(middle) + 5.75, p.y - climb(middle), abs(local) - 6.);
  r = U(r, vec2(box(m - vec3(0., .45, 0.), vec3(.06, .5, .03)), MARKER));
  return U(r, vec2(box(m - vec3(0., .78, 0.), vec3(.035, .09, .045)), REFLECTOR));
}

// Wires hang from arm to arm; far ones are drawn as wide as a pixel can hold.
float wires(vec3 p) {
  float u = fract(p.z / POLE_EVERY - .5);
  float sag = 2.4 * u * (1. - u);
  float radius = .012 + .00045 * length(p - CAM);
  vec2 q = vec2(p.x - roadX(p.z) - POLE_X - pole_lean * POLE_TOP, p.y - climb(p.z) + sag - POLE_TOP + .22);
  float upper = length(vec2(abs(abs(q.x) - .72) - .30, q.y));
  float lower = length(vec2(abs(q.x) - 1.02, q.y + .9 + .3 * u * (1. - u)));
  return (min(upper, lower) - radius) * .9;
}

vec2 shrubs(vec3 p) {
  vec2 cell = floor(p.xz / SHRUB_CELL);
  vec2 local = p.xz - (cell + .5) * SHRUB_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 offset = (vec2(k2, fract(k * 7.)) - .5) * 1.5;
  vec2 foot = (cell + .5) * SHRUB_CELL + offset;
  float verge = abs(foot.x - roadX(foot.y)) - ASPHALT_HALF;
  bool grows = k > .30 && verge > 3.1 && verge < 70.;
  float big = .28 + .55 * k2 * k2;
  vec3 q = vec3(local.x - offset.x, p.y - groundHeight(foot) - big * .35, local.y - offset.y);
  float leaf = sin(q.x * 13. + k * 9.) * sin(q.z * 12.) * sin(q.y * 15. + k2 * 5.) + .5 * sin(q.x * 31. + q.y * 27.) * sin(q.z * 29.);
  float d = (ell(q, vec3(1.15, .8, 1.) * big) - .11 * big * leaf - .03) * .6;
  gCell = min(gCell, min(cellStep(local.x, gRd.x, SHRUB_CELL * .5), cellStep(local.y, gRd.z, SHRUB_CELL * .5)));
  return vec2(grows ? d : 1e3, SHRUB);
}

// The convertible, in its own space: x across, y up from the road, z forward.
vec3 inCar(vec3 p) {
  vec3 l = p - vec3(CAR_AT.x, 0., CAR_AT.y);
  l.xz *= car_turn;
  return l;
}

vec2 convertible(vec3 p) {
  vec3 l = inCar(p);
  vec3 m = vec3(abs(l.x), l.yz);
  float nose = smoothstep(.9, 2.3, l.z);
  float tail = smoothstep(-1., -2.3, l.z);
  float top = .86 - .07 * nose * nose - .03 * tail + .15 * tail * smoothstep(.48, .74, m.x);
  float body = box(m - vec3(0., (top + .30) * .5, 0.), vec3(.80 - .06 * nose - .05 * tail, (top - .30) * .5, 2.2)) - .09;
  body = max(body, -(box(l - vec3(0., 1.0, -.45), vec3(.63, .42, 1.02)) - .07));
  vec3 wheel = vec3(m.x - .80, l.y - .34, abs(l.z + .03) - 1.38);
  float around = length(wheel.yz);
  body = max(body, -max(around - .41, abs(wheel.x) - .30));
  vec2 r = vec2(body * .8, PAINT);
  float seat = box(vec3(m.x - .31, l.y - .66, l.z + .05), vec3(.25, .12, .28)) - .05;
  vec3 back = vec3(m.x - .31, l.y - .86, abs(l.z + .80) - .42);
  back.z = l.z + (l.z > -.85 ? .38 : 1.26) + .25 * back.y;
  seat = min(seat, (box(back, vec3(.25, .24, .07)) - .05) * .9);
  r = U(r, vec2(seat, LEATHER));
  float tyre = max(around - .33, abs(wheel.x) - .10) - .012;
  r = U(r, vec2(tyre, TYRE));
  float frame = cap(m, vec3(.74, .86, .72), vec3(.60, 1.30, .36), .028, .024);
  frame = min(frame, cap(m, vec3(0., 1.33, .38), vec3(.60, 1.30, .36), .026, .024));
  frame = min(frame, cap(m, vec3(0., .47, 2.36 - .06), vec3(.78, .47, 2.2), .065, .06));
  frame = min(frame, cap(m, vec3(0., .45, -2.34), vec3(.78, .45, -2.2), .065, .06));
  frame = min(frame, box(m - vec3(0., .64, 2.24), vec3(.36, .075, .06)) - .015);
  frame = min(frame, box(m - vec3(.885, .60, 0.), vec3(.012, .016, 1.9)));
  vec3 s = l - vec3(-.32, .96, .34);
  s.yz = rot(s.yz, -.45);
  frame = min(frame, length(vec2(length(s.xy) - .18, s.z)) - .016);
  r = U(r, vec2(frame, CHROME));
  float lamp = ell(m - vec3(.60, .65, 2.24), vec3(.115, .115, .07));
  lamp = min(lamp, ell(m - vec3(.70, .80, -2.24), vec3(.06, .105, .08)));
  return U(r, vec2(lamp, LAMP));
}

// Others on the road: coming with their headlamps on the left, going with their tail lamps on the right.
vec3 inTraffic(vec3 p, out bool drives) {
  float side = p.x > roadX(p.z) ? 1. : -1.;
  float n = floor(p.z / TRAFFIC_EVERY);
  float middle = (n + .5) * TRAFFIC_EVERY + 16. * (h1(n * 3.1 + side + SEED * 13.) - .5);
  drives = h1(n * 5.7 + side * 2.3 + SEED * 29.) > .28 && abs(middle - 4.) > 48. && abs(middle) < 190.;
  return vec3((p.x - roadX(middle)) * side - 1.85, p.y - climb(middle), (p.z - middle) * side);
}

vec2 traffic(vec3 p) {
  bool drives;
  vec3 l = inTraffic(p, drives);
  float body = box(l - vec3(0., .60, 0.), vec3(.80, .26, 2.1)) - .10;
  body = smin(body, box(l - vec3(0., 1.12, -.2), vec3(.62, .22, 1.0)) - .10, .12);
  vec3 m = vec3(abs(l.x) - .60, l.y - .68, abs(l.z) - 2.18);
  vec2 r = U(vec2(body, TRAFFIC), vec2(length(m) - .17, LAMP));
  float local = p.z - (floor(p.z / TRAFFIC_EVERY) + .5) * TRAFFIC_EVERY;
  float across = abs(p.x - roadX(p.z));
  float to_middle = (p.x - roadX(p.z)) * gRd.x < 0. ? across / max(abs(gRd.x), 1e-4) + .05 : 1e3;
  gCell = min(gCell, min(to_middle, cellStep(local, gRd.z, TRAFFIC_EVERY * .5)));
  return drives ? r : vec2(1e3, TRAFFIC);
}

// A gantry over the road, a small sign at its edge, a lit board out on the land.
vec2 signs(vec3 p) {
  vec3 q = p - vec3(roadX(gantry_z), climb(gantry_z), gantry_z);
  float mast = cyl(vec3(abs(q.x) - 7., q.y - 3.4, q.z), .16, 3.6);
  vec2 t = vec2(abs(q.y - 6.35) - .45, abs(q.z) - .35);
  float truss = box(vec3(q.x, t), vec3(7.1, .06, .06));
  float zig = abs(fract(q.x * .55) - .5) * 1.8 - .45 - (q.y - 6.35);
  truss = min(truss, max(max(abs(zig) * .5 - .04, abs(t.y) - .03), max(abs(q.y - 6.35) - .45, abs(q.x) - 7.)));
  vec2 r = vec2(min(mast, truss * .8) + 1e3 * (1. - gantry_stands), STEEL);
  float panel = box(q - vec3(2.6, 6.3, -.55), vec3(2.3, 1.15, .05));
  panel = min(panel, box(q - vec3(-2.7, 6.15, -.55), vec3(1.7, .9, .05)));
  panel += 1e3 * (1. - gantry_stands);
  vec3 s = p - vec3(RAIL_X + .9, 2.15, sign_z);
  panel = min(panel, box(s, vec3(.42, .55, .03)));
  r = U(r, vec2(cyl(s + vec3(0., 1.4, -.05), .04, 1.5), STEEL));
  vec3 b = p - vec3(-14.5, 4.6 + groundHeight(vec2(-14.5, board_z)), board_z);
  b.xz = rot(b.xz, -.35);
  panel = min(panel, box(b, vec3(3.3, 1.7, .08)));
  r = U(r, vec2(box(vec3(abs(b.x) - 2.2, b.y + 3.2, b.z - .2), vec3(.13, 3., .13)), POLE));
  return U(r, vec2(panel, SIGN));
}

// Wind turbines out on the land, each caught at another angle.
float turbines(vec3 p) {
  const float EVERY = 34.;
  float n = clamp(floor(p.z / EVERY), 1., 4.);
  vec2 foot = vec2(turbines_side * (30. + 7. * n - 9. * h1(n + SEED * 19.)), (n + .5) * EVERY);
  vec3 q = p - vec3(foot.x, groundHeight(foot), foot.y);
  float tower = cap(q, vec3(0.), vec3(0., 24., 0.), .75, .38);
  vec3 hub = q - vec3(0., 24., -1.1);
  hub.xy = rot(hub.xy, 2.1 * h1(n * 3. + SEED * 43.));
  float sector = (floor(atan(hub.x, hub.y) / 2.0944 + .5)) * 2.0944;
  hub.xy = rot(hub.xy, -sector);
  float blade = cap(hub, vec3(0.), vec3(0., 12.5, 0.), .42, .10);
  float d = min(tower, min(blade, length(hub) - .8));
  gCell = min(gCell, cellStep(p.z - (floor(p.z / EVERY) + .5) * EVERY, gRd.z, EVERY * .5));
  return turbines_stand > .5 ? d * .85 : 1e3;
}

vec2 props(vec3 p) {
  vec2 r = U(poles(p), vec2(rail(p), RAIL));
  r = U(r, vec2(wires(p), WIRE));
  r = U(r, shrubs(p));
  r = U(r, convertible(p));
  r = U(r, vec2(turbines(p), MARKER));
  r = U(r, traffic(p));
  return U(r, signs(p));
}

// What throws shadows, simpler than `world` and nowhere outside it: no wires, traffic or small chrome.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  float ground = (p.y - groundHeight(p.xz)) * .7;
  float middle = (floor(p.z / POLE_EVERY) + .5) * POLE_EVERY;
  vec3 q = vec3(p.x - roadX(middle) - POLE_X, p.y - climb(middle), p.z - middle);
  float pole = min(cap(q, vec3(0., -1., 0.), vec3(pole_lean * POLE_TOP, POLE_TOP, 0.), .14, .09), box(q - vec3(0., POLE_TOP - .45, .1), vec3(1.1, .05, .05)));
  vec3 l = inCar(p);
  float car = max(box(l - vec3(0., .58, 0.), vec3(.84, .28, 2.25)), -box(l - vec3(0., 1., -.45), vec3(.66, .42, 1.05)));
  car = min(car, cap(vec3(abs(l.x), l.yz), vec3(.74, .86, .72), vec3(.60, 1.3, .36), .025, .022));
  vec3 g = p - vec3(roadX(gantry_z), climb(gantry_z), gantry_z);
  float gantry = min(cyl(vec3(abs(g.x) - 7., g.y - 3.4, g.z), .15, 3.6), box(g - vec3(0., 6.3, -.2), vec3(5., .8, .2))) + 1e3 * (1. - gantry_stands);
  return min(min(min(ground, rail(p)), min(pole, car * .9)), min(gantry, shrubs(p).x));
}

// Wet asphalt is rough: what it mirrors is drawn out towards the viewer.
#define ROUGH_GROUND

// ---- local colour ----

// A stripe |x| < half_width averaged over the width `w`: it can never alias.
float stripe(float x, float half_width, float w) {
  w = max(w, .004);
  return clamp((half_width - abs(x)) / w + .5, 0., 1.) * min(1., 2. * half_width / w);
}

// Marks that look like writing: strokes in a box, x and y in -1..1.
float glyph(vec2 f, float code) {
  float near = 9.;
  for (int i = 0; i < 4; i++) {
    float a = h1(code * 7.1 + float(i) * 3.3);
    float b = h1(code * 5.7 + float(i) * 11.9);
    vec2 middle = (vec2(b, h1(code * 3.3 + float(i) * 7.7)) - .5) * 1.1;
    vec2 reach = a > .5 ? vec2(.26 + .40 * a, 0.) : vec2(0., .30 + .55 * b);
    near = min(near, length(max(abs(f - middle) - reach, 0.)));
  }
  return near;
}

// A line of writing: `at` from the left end of its baseline in letter heights.
float writing(vec2 at, float letters, float code) {
  float n = floor(at.x / .85);
  vec2 f = vec2(fract(at.x / .85) * 2.5 - 1.25, at.y * 2.);
  float inside = step(0., at.x) * step(n, letters - .5) * step(abs(at.y), .62);
  return smoothstep(.34, .16, glyph(f, n + code)) * inside;
}

void roadSurface(vec3 p, float w, inout vec3 albedo, inout float reflectivity) {
  float x = p.x - roadX(p.z);
  float fine = clamp(1. - w * 8., 0., 1.);
  float wheels = smoothstep(.42, .0, abs(abs(abs(x) - 1.75) - .78));
  albedo = vec3(.105, .103, .104) * (.80 + .4 * vn(p.xz * vec2(1.2, .25))) * (1. + .5 * (vn(p.xz * 30.) - .5) * fine);
  albedo *= 1. - .20 * wheels;
  albedo *= mix(1., .70, step(.80, h2(floor(vec2(x * .29, p.z * .06) + 7.))) * step(abs(x), LANE));
  float seal = abs(x - .5 - 1.4 * sin(p.z * .31 + SEED * 9.) - .5 * vn(p.xz * vec2(.5, 2.))) - .0;
  albedo *= 1. - .55 * stripe(seal, .022, w) * step(.45, vn(vec2(p.z * .12, SEED * 31.)));
  albedo *= 1. - .40 * stripe(fract(p.z / 11.) * 11. - 5.5 + .15 * vn(vec2(x * 2., p.z)), .025, w * 3.) * fine;
  float skid = stripe(abs(x - 2.7 + .018 * (p.z - 3.)) - .74, .10, w) * smoothstep(-9., 1., p.z) * step(p.z, 4.5);
  albedo *= 1. - .6 * skid * (.6 + .4 * vn(p.xz * vec2(18., 1.5)));
  float worn = .62 + .38 * vn(p.xz * 7.);
  float white = stripe(abs(x) - LANE, .075, w);
  float yellow = stripe(abs(x) - .13, .06, w);
  albedo = mix(albedo, vec3(.62, .60, .55), white * worn);
  albedo = mix(albedo, vec3(.66, .42, .06), yellow * worn);
  float sand = smoothstep(LANE + .3, ASPHALT_HALF, abs(x) + .8 * (vn(p.xz * vec2(1.2, .5)) - .5));
  albedo = mix(albedo, vec3(.27, .22, .16) * (.7 + .5 * vn(p.xz * 9.)), .75 * sand);
  float hollow = smoothstep(.46, .72, .75 * vn(p.xz * vec2(.40, .16) + SEED * 37.) + .25 * wheels);
  albedo *= mix(1., .5, WET * (.5 + .5 * hollow));
  reflectivity = WET * mix(.10, .62, hollow) * (1. - .6 * sand);
}

vec3 landColour(vec3 p, vec3 n, float t) {
  float verge = abs(p.x - roadX(p.z)) - ASPHALT_HALF;
  float patches = fbm(p.xz * .11 + SEED * 3., 3);
  float blades = mix(vn(p.xz * vec2(7., 5.)), .5, smoothstep(8., 40., t));
  vec3 dry = mix(vec3(.40, .30, .13), vec3(.30, .20, .10), patches);
  vec3 fresh = mix(vec3(.15, .19, .06), vec3(.27, .25, .09), patches);
  vec3 grass = mix(dry, fresh, green_land) * (.62 + .75 * blades);
  vec3 gravel = vec3(.29, .24, .18) * (.65 + .6 * mix(vn(p.xz * 11.), .5, smoothstep(6., 25., t)));
  vec3 ground = mix(gravel, grass, smoothstep(.5, 1.9, verge + 1.1 * (patches - .4)));
  float high = smoothstep(6., 26., p.y);
  float wood = smoothstep(.46, .56, fbm(p.xz * .05 + 4., 3)) * smoothstep(30., 80., verge);
  vec3 rock = mix(vec3(.26, .20, .17), vec3(.38, .29, .23), vn(vec2(p.x * .12, p.y * .9)));
  ground = mix(ground, rock, smoothstep(.80, .58, n.y) * high);
  float snow = smoothstep(34., 46., p.y + 9. * vn(p.xz * .12)) * smoothstep(.42, .66, n.y + .2 * vn(p.xz * .4) - .1);
  ground = mix(ground, vec3(.86, .88, .93), snow);
  return mix(ground, vec3(.07, .09, .045) * (.6 + .8 * vn(p.xz * .8)), .8 * wood * smoothstep(.6, .75, n.y) * (1. - snow));
}

// Which sign this is, and its face in metres from the middle.
void signSurface(vec3 p, vec3 n, float w, inout vec3 albedo, inout vec3 emission) {
  vec3 q = p - vec3(roadX(gantry_z), climb(gantry_z), gantry_z);
  float fine = clamp(1.25 - w * 5., 0., 1.);
  if (abs(q.z) < 1.2 && q.y > 4.5) {
    bool main_panel = q.x > 0.;
    vec2 at = q.xy - (main_panel ? vec2(2.6, 6.3) : vec2(-2.7, 6.15));
    vec2 half_size = main_panel ? vec2(2.3, 1.15) : vec2(1.7, .9);
    vec2 edge = half_size - abs(at);
    float rim = step(min(edge.x, edge.y), .14) * step(.07, min(edge.x, edge.y));
    float code = road_number + (main_panel ? 0. : 17.);
    float ink = writing((at - vec2(-half_size.x + .4, .42)) / .55, main_panel ? 6. : 4., code);
    ink = max(ink, writing((at - vec2(-half_size.x + .4, -.38)) / .50, main_panel ? 4. : 3., code + 31.));
    vec2 arrow = at - vec2(half_size.x - .55, -.35);
    float shaft = step(abs(arrow.x), .06) * step(abs(arrow.y), .36);
    float head = step(abs(arrow.x) + arrow.y, .36) * step(.02, arrow.y);
    ink = max(max(ink, rim), max(shaft, head));
    vec3 board = main_panel ? vec3(.015, .19, .10) : vec3(.03, .10, .30);
    bool face = n.z < -.5;
    albedo = face ? mix(board, vec3(.78), mix(.25, ink, fine)) : vec3(.16, .165, .17);
    emission = face ? albedo * LIT * .55 : vec3(0.);
  } else if (p.x > 0.) {
    vec2 at = p.xy - vec2(RAIL_X + .9, 2.15);
    vec2 edge = vec2(.42, .55) - abs(at);
    float rim = step(min(edge.x, edge.y), .055) * step(.02, min(edge.x, edge.y));
    float ink = writing((at - vec2(-.27, -.08)) / .36, 2., road_number);
    ink = max(ink, writing((at - vec2(-.28, .33)) / .15, 4., road_number + 5.));
    albedo = abs(n.z) > .5 ? mix(vec3(.80, .79, .74), vec3(.04), mix(.2, max(rim, ink), fine)) : vec3(.2);
    emission = n.z < -.5 ? albedo * .55 * LIT : vec3(0.);
  } else {
    vec3 b = p - vec3(-14.5, 4.6 + groundHeight(vec2(-14.5, board_z)), board_z);
    b.xz = rot(b.xz, -.35);
    vec3 warm = mix(vec3(.50, .10, .07), vec3(.06, .16, .34), step(.5, chance(14.)));
    float sun = smoothstep(.95, .90, length(b.xy - vec2(1.5, .1)));
    float bars = step(.5, fract(b.y * 3.2)) * step(b.y, .1);
    float ink = writing((b.xy - vec2(-2.8, .55)) / .9, 4., road_number + 40.);
    ink = max(ink, writing((b.xy - vec2(-2.8, -.55)) / .42, 6., road_number + 60.));
    vec3 picture = mix(warm * .55, vec3(1., .72, .30), sun * (1. - .6 * bars));
    picture = mix(picture, vec3(.95), ink);
    float rim = step(min(3.3 - abs(b.x), 1.7 - abs(b.y)), .12);
    albedo = mix(picture * .75, vec3(.10), rim);
    emission = abs(b.z) < .12 && n.z < -.3 ? albedo * LIT * (.35 + .12 * (1.7 - b.y)) : vec3(0.);
    albedo = n.z > .3 ? vec3(.14, .11, .09) : albedo;
  }
}

void lampSurface(vec3 p, inout vec3 albedo, inout vec3 emission) {
  bool drives;
  vec3 l = inCar(p);
  vec3 far = inTraffic(p, drives);
  bool ours = dot(l, l) < 9.;
  bool front = (ours ? l.z : far.z) > 0.;
  albedo = front ? vec3(.75, .73, .68) : vec3(.45, .02, .02);
  emission = (front ? vec3(1.5, 1.3, .95) * (ours ? 1.1 : 1.9) : vec3(2., .06, .03) * (ours ? .9 : 1.3)) * (.10 + .90 * LIT);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 rd = normalize(p - CAM);
  float w = t * 2. / (R.y * FOV) / max(abs(dot(n, rd)), .05);    // a pixel's length on the surface, metres
  float across = t * 2. / (R.y * FOV);                           // and its width
  if (id == ROAD) {
    roadSurface(p, abs(rd.z) > abs(rd.x) ? across : w, albedo, reflectivity);
  } else if (id == LAND) {
    albedo = landColour(p, n, t);
  } else if (id == RAIL) {
    albedo = vec3(.42, .43, .44) * (.7 + .4 * vn(vec2(p.z * .7, p.y * 9.)));
    albedo = mix(albedo, vec3(.26, .13, .07), .6 * smoothstep(.58, .75, vn(vec2(p.z * 1.7, p.y * 5.))));
    reflectivity = .12;
  } else if (id == POLE) {
    albedo = vec3(.17, .12, .085) * (.6 + .6 * vn(vec2(p.x * 20. + p.z * 20., p.y * 1.2)));
  } else if (id == WIRE) {
    albedo = vec3(.03);
  } else if (id == SHRUB) {
    vec3 sage = mix(vec3(.20, .19, .10), vec3(.10, .14, .05), green_land);
    albedo = sage * (.5 + .9 * vn(p.xz * 6. + p.y * 5.)) * (.6 + .5 * h2(floor(p.xz / SHRUB_CELL)));
  } else if (id == SIGN) {
    signSurface(p, n, across, albedo, emission);
  } else if (id == PAINT) {
    vec3 l = inCar(p);
    bool flank = abs(l.x) > .7 && l.y > .42 && l.y < .585 && abs(l.z) < 1.9;
    albedo = flank && chance(16.) > .4 ? vec3(.70, .66, .57) : car_paint;
    float seam = step(abs(abs(l.z + .15) - .72), .010) * step(.75, abs(l.x)) * step(.42, l.y);
    albedo *= (1. - .7 * seam) * (l.y < .30 ? .3 : 1.);
    bool inside = abs(l.x) < .71 && abs(l.z + .45) < 1.10 && l.y < .83;
    albedo = inside ? vec3(.06, .045, .04) : albedo;
    bool plate = abs(l.x) < .24 && abs(l.y - .62) < .07 && l.z < CAR_TAIL + .06;
    albedo = plate ? mix(vec3(.65, .62, .50), vec3(.05), writing(vec2(l.x + .2, l.y - .62) / .10, 5., road_number + 80.)) : albedo;
    reflectivity = inside ? 0. : .26;
  } else if (id == CHROME) {
    albedo = vec3(.52, .54, .56);
    reflectivity = .6;
  } else if (id == TYRE) {
    vec3 l = inCar(p);
    float around = length(vec2(l.y - .34, abs(l.z + .03) - 1.38));
    albedo = around < .17 ? vec3(.55, .56, .57) : (around < .27 && around > .21 ? vec3(.68, .66, .60) : vec3(.025));
  } else if (id == LEATHER) {
    float fold = smoothstep(.06, .0, abs(fract(inCar(p).x * 9.) - .5));
    albedo = mix(vec3(.40, .09, .06), vec3(.55, .43, .30), step(.55, chance(17.))) * (1. - .4 * fold);
  } else if (id == LAMP) {
    lampSurface(p, albedo, emission);
  } else if (id == TRAFFIC) {
    albedo = mix(vec3(.05, .055, .065), vec3(.30, .06, .05), step(.6, h1(floor(p.z / TRAFFIC_EVERY) + 3.)));
    reflectivity = .12;
  } else if (id == REFLECTOR) {
    albedo = vec3(.75, .35, .05);
    emission = vec3(1.4, .55, .08) * (.05 + .8 * LIT);
  } else if (id == MARKER) {
    albedo = p.y - climb(p.z) > .25 ? vec3(.72, .71, .67) : vec3(.06);
  } else {
    albedo = vec3(.30, .31, .32) * (.8 + .3 * vn(p.xy * 3.));
  }
}
