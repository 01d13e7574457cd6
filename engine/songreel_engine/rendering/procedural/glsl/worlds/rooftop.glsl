// A flat roof above a city. SEED sets the roof's furniture, which side it stands on, and every tower around.
//
// Metres, y up; the roof is y = 0, the streets lie far below. The view opens towards +z, over the low parapet. Kept clear for
// cameras and the performer in every seed: |x| < 2.3, |z| < 7.4, below the string of lights (y = 2.9).
const float ROOF = 1.;
const float PARAPET = 2.;
const float HOUSE = 3.;      // the stair house
const float TOWER = 4.;
const float IRON = 5.;
const float TANK = 6.;
const float UNIT = 7.;       // air conditioning
const float BULB = 8.;
const float DISH = 9.;
const float STREET = 10.;
const float CHAIR = 11.;
const float SKYLIGHT = 12.;
const float SIGN = 13.;

const vec2 ROOF_HALF = vec2(7., 8.4);
const float PARAPET_TOP = .82;
const float STREET_Y = -42.;
const float CITY_BLOCK = 23.;          // from tower to tower
const float STOREY = 3.4;
const float BULB_EVERY = .62;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
float mirror = chance(1.) > .5 ? 1. : -1.;
float tank_z = 4.2 + 1.2 * chance(2.);
float house_z = 3.6 + 1.6 * chance(3.);
float units_z = -1.6 + 1.4 * chance(4.);
float skylight_z = -3.4 + 1.2 * chance(5.);
float aerial_z = 6.2 + 1.2 * chance(6.);
float chair_z = 1.2 + 1.4 * chance(7.);
float sign_far = step(.45, chance(8.));

// The roof with its two sides in fixed order: the water tank at -x, the stair house at +x.
vec3 furnished(vec3 p) {
  return vec3(mirror * p.x, p.yz);
}

struct Tower {
  vec3 l;         // from the middle of its foot
  float id;
  vec2 half_size;
  float height;
  float style;    // 0..1
  float neighbour;    // 1 next door
};

// None stands where the roof's own house is; those next door stay below its roof, those straight ahead rather low.
Tower towerAt(vec3 p) {
  Tower b;
  vec2 cell = floor(p.xz / CITY_BLOCK + .5);
  b.id = h2(cell + floor(SEED * 577.) * vec2(3.1, 1.7));
  b.style = h1(b.id * 91.7);
  b.half_size = vec2(4.6 + 3.4 * h1(b.id * 37.), 4.6 + 3.4 * h1(b.id * 53.));
  float ring = max(abs(cell.x), abs(cell.y));
  float tall = pow(h1(b.id * 17.), 1.25);
  float lane = smoothstep(2.6, .4, abs(cell.x - 1.6 * (chance(9.) - .5))) * step(.5, ring);
  b.neighbour = step(ring, 1.5);
  b.height = mix(26. + mix(78., min(9. * ring, 46.), lane) * tall, 24. + 13. * tall, b.neighbour) * step(.5, ring);
  b.l = vec3(p.x - cell.x * CITY_BLOCK, p.y - STREET_Y, p.z - cell.y * CITY_BLOCK);
  return b;
}

float crownHeight(Tower b) {
  return b.style > .5 && b.neighbour < .5 ? 7. : 2.2;
}

float towers(vec3 p) {
  Tower b = towerAt(p);
  vec3 l = b.l;
  float h = b.height;
  float d = box(l - vec3(0., h * .5, 0.), vec3(b.half_size.x, h * .5, b.half_size.y));
  float above = crownHeight(b);
  float share = b.style > .5 ? .62 : .30;
  vec3 crown = vec3(b.half_size.x * share, above * .5, b.half_size.y * share);
  d = min(d, box(l - vec3(0., h + above * .5, 0.), crown));
  float mast = b.style > .72 && b.neighbour < .5 ? cap(l, vec3(0., h, 0.), vec3(0., h + 17., 0.), .22, .07) : 1e3;
  gCell = min(gCell, min(cellStep(l.x, gRd.x, CITY_BLOCK * .5), cellStep(l.z, gRd.z, CITY_BLOCK * .5)));
  return b.height > 0. ? min(d, mast) : 1e3;
}

// The stair house: a door with its lamp to the roof's middle, a ladder at its side.
vec3 houseFrame(vec3 m) {
  return m - vec3(4.9, 1.35, house_z);
}

vec2 stairHouse(vec3 m) {
  vec3 q = houseFrame(m);
  float body = box(q, vec3(1.5, 1.35, 1.7));
  body = max(body, -box(q - vec3(-1.5, -.25, -.3), vec3(.10, 1.05, .50)));
  float lid = box(q - vec3(0., 1.38, 0.), vec3(1.62, .07, 1.82));
  vec2 r = vec2(min(body, lid), HOUSE);
  vec3 k = q - vec3(-.5, 0., -1.78);
  float rung = abs(fract(k.y / .30) - .5) * .30;
  float ladder = box(vec3(abs(k.x) - .22, k.y - .2, k.z), vec3(.02, 1.5, .02));
  ladder = min(ladder, max(length(vec2(rung, k.z)) - .014, max(abs(k.x) - .22, abs(k.y - .2) - 1.5)));
  r = U(r, vec2(ladder, IRON));
  vec3 lamp = q - vec3(-1.58, 1.02, -.3);
  return U(r, vec2(box(lamp, vec3(.06, .05, .13)) - .02, BULB));
}

float parapet(vec3 p) {
  vec2 edge = ROOF_HALF - abs(p.xz);
  float inner = min(edge.x, edge.y);
  float wall = max(max(inner - .30, -inner), p.y - PARAPET_TOP);
  float coping = max(max(inner - .36, -inner - .06), abs(p.y - PARAPET_TOP - .04) - .05);
  return min(wall, coping);
}

vec2 terrain(vec3 p) {
  vec3 m = furnished(p);
  float slab = box(p - vec3(0., -21., 0.), vec3(ROOF_HALF.x, 21., ROOF_HALF.y));
  vec2 r = vec2(slab, ROOF);
  r = U(r, vec2(parapet(p), PARAPET));
  r = U(r, stairHouse(m));
  r = U(r, vec2(towers(p), TOWER));
  return U(r, vec2(p.y - STREET_Y, STREET));
}

// Boards and hoops on six iron legs.
vec2 waterTank(vec3 m) {
  vec3 q = m - vec3(-4.7, 0., tank_z);
  float barrel = cyl(q - vec3(0., 3.9, 0.), 1.25 - .02 * q.y, 1.15);
  float lid = max(length(q.xz) - 1.42 + .85 * (q.y - 5.05), max(5.02 - q.y, q.y - 6.2)) * .7;
  vec2 r = vec2(min(barrel, lid), TANK);
  float hoop = max(abs(length(q.xz) - 1.25 + .02 * q.y) - .022, abs(fract(q.y * 2.) - .5) * .5 - .018);
  r = U(r, vec2(max(hoop, abs(q.y - 3.9) - 1.05), IRON));
  vec3 leg = vec3(abs(q.x) - .82, q.y, abs(q.z) - .82);
  float legs = box(leg - vec3(0., 1.35, 0.), vec3(.07, 1.35, .07));
  legs = min(legs, box(q - vec3(0., 2.66, 0.), vec3(1.15, .08, 1.15)));
  legs = min(legs, box(vec3(leg.x, q.y - 1.3, q.z), vec3(.04, .05, .82)));
  legs = min(legs, box(vec3(q.x, q.y - 1.3, leg.z), vec3(.82, .05, .04)));
  float slope = abs(abs(q.x) - abs(q.y - 1.3) * .63) * .84;
  legs = min(legs, max(max(slope - .022, abs(leg.z) - .022), abs(q.y - 1.3) - 1.3));
  return U(r, vec2(legs, IRON));
}

// Two of a kind on rails, fans on top, ducts between.
vec3 unitFrame(vec3 m) {
  return vec3(m.x - 4.3, m.y - .72, abs(m.z - units_z) - 1.05);
}

vec2 units(vec3 m) {
  vec3 q = unitFrame(m);
  float body = box(q, vec3(.80, .50, .72)) - .02;
  body = max(body, -cyl(q - vec3(0., .52, 0.), .50, .10));
  float rails = box(vec3(abs(q.x) - .6, q.y + .62, q.z), vec3(.05, .10, .8));
  float duct = box(vec3(q.x - .2, q.y + .1, q.z + .9), vec3(.22, .20, .4)) - .02;
  return U(vec2(min(body, duct), UNIT), vec2(rails, IRON));
}

// Masts with cross bars, a dish, and the poles of the lights.
vec2 aerials(vec3 m) {
  vec3 q = m - vec3(-3.2, 0., aerial_z);
  float mast = cap(q, vec3(0.), vec3(0., 5.2, 0.), .035, .02);
  float n = clamp(floor((q.y - 3.5) / .62 + .5), 0., 2.);
  float reach = .70 - .22 * n;
  mast = min(mast, box(vec3(q.x, q.y - 3.5 - n * .62, q.z), vec3(reach, .010, .010)));
  float rod = clamp(floor(q.x / .2 + .5), -2., 2.);
  mast = min(mast, box(vec3(q.x - rod * .2, q.y - 4.74, q.z), vec3(.006, .20, .006)));
  mast = min(mast, box(vec3(q.x - .55, q.y - 4.2, q.z), vec3(.55, .012, .012)));
  vec3 s = m - vec3(3.5, 0., 7.3);
  mast = min(mast, cap(s, vec3(0.), vec3(0., 4.1, 0.), .03, .018));
  float k = clamp(floor((s.y - 2.9) / .28 + .5), 0., 4.);
  mast = min(mast, box(vec3(s.x, s.y - 2.9 - k * .28, s.z), vec3(.012, .012, .45 - .05 * k)));
  vec3 e = m - vec3(-5.8, 1.15, -.8);
  e.xy = rot(e.xy, -.5);
  float dish = max(abs(length(e - vec3(.75, 0., 0.)) - .95) - .02, e.x + .02);
  dish = min(dish, cap(e, vec3(-.15, 0., 0.), vec3(.40, 0., 0.), .02, .02));
  dish = min(dish, cap(m - vec3(-5.9, 0., -.8), vec3(0.), vec3(0., 1.1, 0.), .05, .05));
  return U(vec2(mast, IRON), vec2(dish * .9, DISH));
}

// Bulbs on lines over the roof; where a line runs is told by its own number, 0 .. 2.
vec2 lights(vec3 p) {
  float n = clamp(floor((p.z + 1.2) / 3.4 + .5), 0., 2.);
  float u = p.x / 3.4;
  float slant = (h1(n + SEED * 23.) - .5) * .35;
  vec2 q = vec2(p.y - 2.98 - .42 * u * u, p.z - n * 3.4 + 1.2 - slant * p.x);
  float inside = abs(p.x) - 3.4;
  float line = max(length(q) - .010, inside) * .85;
  float pole = cyl(vec3(abs(p.x) - 3.4, p.y - 1.72, p.z - n * 3.4 + 1.2 - slant * p.x), .030, 1.72);
  vec2 r = vec2(min(line, pole), IRON);
  float along = (fract(p.x / BULB_EVERY) - .5) * BULB_EVERY;
  float bulb = max(length(vec3(along, q.x + .10, q.y)) - .050, inside);
  r.x = min(r.x, max(cyl(vec3(along, q.x + .035, q.y), .022, .035), inside));
  gCell = min(gCell, cellStep(p.z - n * 3.4 + 1.2, gRd.z, 1.7 + 1e3 * step(8., abs(p.z))));
  return U(r, vec2(bulb, BULB));
}

// Two folding chairs and a crate, looking out.
float chairs(vec3 m) {
  vec3 q = vec3(m.x + 3.1, m.y, m.z - chair_z);
  q.z = abs(q.z - .1) - .45;
  float seat = box(q - vec3(0., .40, 0.), vec3(.24, .02, .25));
  vec3 back = q - vec3(-.05, .70, -.26);
  back.z += back.y * .25;
  seat = min(seat, box(back, vec3(.24, .28, .018)));
  float legs = box(vec3(abs(q.x) - .23, q.y - .20, abs(q.z) - q.y * .3 - .08), vec3(.015, .20, .018));
  float crate = box(m - vec3(-3.75, .2, chair_z + .1), vec3(.22, .2, .28));
  return min(min(seat, legs * .9), crate);
}

float skylight(vec3 m) {
  vec3 q = m - vec3(-4.4, 0., skylight_z);
  float roof = max(box(q - vec3(0., .4, 0.), vec3(1.1, .5, 1.5)), (q.y - .86 + .55 * abs(q.x)) * .87);
  return roof;
}

// Tall letters on a far roof's edge.
float roofSign(vec3 m) {
  vec3 q = m - vec3(-8.2, 8.2, 30.);
  float board = box(q, vec3(5.2, 1.5, .15));
  float frame = box(vec3(fract(q.x * .6) / .6 - .83, q.y + 9.5, q.z - .3), vec3(.06, 8., .06));
  return min(board, max(frame, abs(q.x) - 5.)) + 1e3 * (1. - sign_far);
}

vec2 props(vec3 p) {
  vec3 m = furnished(p);
  vec2 r = waterTank(m);
  r = U(r, units(m));
  r = U(r, aerials(m));
  r = U(r, lights(p));
  r = U(r, vec2(chairs(m), CHAIR));
  r = U(r, vec2(skylight(m), SKYLIGHT));
  return U(r, vec2(roofSign(m), SIGN));
}

// What throws shadows, simpler than `world` and nowhere outside it: the roof, what stands on it, the towers.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  vec3 m = furnished(p);
  float d = box(p - vec3(0., -21., 0.), vec3(ROOF_HALF.x, 21., ROOF_HALF.y));
  d = min(d, parapet(p));
  d = min(d, box(houseFrame(m), vec3(1.5, 1.35, 1.7)));
  d = min(d, towers(p));
  vec3 q = m - vec3(-4.7, 0., tank_z);
  d = min(d, cyl(q - vec3(0., 3.9, 0.), 1.22, 1.15));
  d = min(d, box(vec3(abs(q.x) - .82, q.y - 1.35, abs(q.z) - .82), vec3(.06, 1.35, .06)));
  d = min(d, box(unitFrame(m), vec3(.80, .50, .72)));
  d = min(d, skylight(m));
  vec3 c = vec3(m.x + 3.1, m.y - .42, abs(m.z - chair_z - .1) - .45);
  d = min(d, box(c, vec3(.22, .02, .24)));
  return min(d, p.y - STREET_Y);
}

// Wet roofing felt is rough: what it mirrors is drawn out towards the viewer.
#define ROUGH_GROUND

// ---- local colour ----

// Felt in lapped sheets, grit, and water that stands where the roof sags.
void roofSurface(vec3 p, vec3 n, float w, inout vec3 albedo, inout float reflectivity) {
  float fine = clamp(1. - w * 9., 0., 1.);
  float sheet = floor(p.x / 1.05 + .5);
  float lap = 1. - pulse(p.x / 1.05 + .5, .485, w / 1.05) * pulse((p.z + 3. * h1(sheet)) / 4.3, .494, w / 4.3);
  albedo = vec3(.15, .145, .15) * (.85 + .3 * h1(sheet + 3.)) * (.75 + .5 * vn(p.xz * .9));
  albedo *= (1. + .4 * fine * (vn(p.xz * 30.) - .5)) * (1. - .45 * lap);
  float basin = .8 * vn(p.xz * vec2(.42, .36) + floor(SEED * 41.) * 3.7) + .2 * vn(p.xz * 1.9);
  float puddle = smoothstep(.50, .62, basin) * smoothstep(.10, .50, WET);
  float damp = smoothstep(.25, .56, basin) * WET;
  albedo *= 1. - .5 * damp;
  albedo = n.y < .5 ? vec3(.24, .17, .14) * (.7 + .4 * vn(p.xy + p.zy)) : albedo;
  reflectivity = n.y < .5 ? 0. : mix(WET * .16 + .18 * damp, .85, puddle);
}

// Storeys of lit and dark panes. Towards the distance they melt into their mean instead of flickering.
void towerSurface(vec3 p, vec3 n, float w, inout vec3 albedo, inout vec3 emission) {
  Tower b = towerAt(p);
  bool side = abs(n.y) < .5;
  float u = abs(n.x) > .5 ? b.l.z : b.l.x;
  float face = abs(n.x) > .5 ? sign(n.x) : 2. * sign(n.z);
  float pitch = b.style > .66 ? 1.7 : (b.style > .33 ? 2.6 : 3.4);
  vec2 at = vec2(u / pitch, b.l.y / STOREY);
  float across = pulse(at.x + .5, b.style > .66 ? .42 : .27, w / pitch);
  float up = pulse(at.y + .5, b.style > .66 ? .36 : .25, w / STOREY);
  float pane = across * up * step(b.l.y, b.height - 1.) * (1. - b.neighbour * step(b.height - 3., b.l.y));
  float chance_ = h2(floor(at) + b.id * 91. + face * 7.);
  float floor_lit = step(.82, h2(vec2(floor(at.y), b.id * 37. + face)));
  float burns = step(1. - LIT * (.22 + .25 * h1(b.id * 7.)), chance_) + floor_lit * step(.3, chance_) * LIT;
  float melted = clamp(w / pitch * 1.4 - .5, 0., 1.);
  burns = mix(min(burns, 1.), (.34 + .2 * h1(b.id * 7.)) * LIT, melted);
  vec3 stone = mix(vec3(.30, .24, .20), vec3(.20, .22, .26), h1(b.id * 13.)) * (.75 + .4 * h1(b.id * 29.));
  albedo = side ? mix(stone, vec3(.045, .055, .075), pane) : stone * .6;
  albedo *= .85 + .15 * smoothstep(0., .4, abs(fract(at.y * .125) - .5));
  vec3 warm = mix(vec3(1., .58, .26), vec3(1., .82, .58), fract(chance_ * 17.));
  vec3 glow = mix(warm, vec3(.55, .80, 1.), step(.80, fract(chance_ * 41.)) * (1. - melted));
  emission = side ? glow * pane * burns * .85 : vec3(0);
  albedo = side ? albedo : albedo * (.7 + .5 * vn(p.xz * .4));
  float over = b.l.y - b.height;
  float band = smoothstep(.34, .18, abs(over - crownHeight(b) + .6)) * step(.5, h1(b.id * 3.)) * step(.5, b.style) * (1. - b.neighbour);
  emission += side ? neon(b.id * 5.) * 1.1 * LIT * band : vec3(0);
  emission += over > 16.4 ? vec3(2.4, .15, .08) * (.3 + .7 * LIT) : vec3(0);
}

// Far below: strings of street lamps, and cars between them.
void streetSurface(vec3 p, float w, inout vec3 albedo, inout vec3 emission) {
  vec2 q = abs(fract(p.xz / CITY_BLOCK) - .5) * CITY_BLOCK;    // 0 in the middle of a street
  float street = smoothstep(3.4, 3., min(q.x, q.y));
  bool along_z = q.x < q.y;
  vec2 at = along_z ? p.xz : p.zx;
  float lane = abs(fract(at.x / CITY_BLOCK) - .5) * CITY_BLOCK;
  float lamps = pulse(at.y / 9., .07, w / 9.) * smoothstep(1.2, .4, abs(lane - 2.9));
  float cars = step(.5, h2(floor(vec2(at.x / 2., at.y / 5.)) + SEED * 71.)) * pulse(at.y / 5., .14, w / 5.) * smoothstep(.8, .4, abs(lane - 1.2));
  vec3 tail = at.x - floor(at.x / CITY_BLOCK + .5) * CITY_BLOCK > 0. ? vec3(1., .10, .05) : vec3(1., .9, .7);
  albedo = mix(vec3(.10, .11, .09), vec3(.06), street);
  emission = (vec3(1., .62, .28) * (2.6 * lamps + .22 * street) + tail * 1.3 * cars) * street * LIT;
}

void houseSurface(vec3 m, vec3 n, float w, inout vec3 albedo) {
  vec3 q = houseFrame(m);
  vec2 u = abs(n.x) > .5 ? q.zy : q.xy;
  vec2 course = vec2(u.x * 3.4 + .5 * step(.5, fract(u.y * 3.6)), u.y * 7.2);
  float joint = (1. - pulse(course.x, .455, w * 3.4) * pulse(course.y, .42, w * 7.2)) * clamp(1. - w * 6., 0., 1.);
  vec3 brick = mix(vec3(.34, .17, .12), vec3(.36, .34, .31), step(.5, chance(11.)));
  albedo = brick * (.7 + .5 * fbm(u * .9 + SEED * 7., 3)) * (1. - .3 * joint) * (.62 + .38 * smoothstep(-1.35, -.4, q.y));
  bool door = abs(n.x) > .5 && q.x < -1.2 && abs(q.z + .3) < .51 && q.y < .81;
  vec2 at = vec2(q.z + .3, q.y + .25);
  float panel = smoothstep(.02, .0, abs(max(abs(at.x) - .34, abs(abs(at.y) - .50) - .36)));
  albedo = door ? neon(chance(12.)) * .26 * (1. - .4 * panel) : albedo;
  albedo = n.y > .6 ? vec3(.17) : albedo;
}

void unitSurface(vec3 m, vec3 n, float w, inout vec3 albedo) {
  vec3 q = unitFrame(m);
  float slats = pulse(q.y / .085, .32, w / .085) * step(abs(q.y + .06), .36) * step(abs(n.y), .5);
  albedo = mix(vec3(.40, .40, .385), vec3(.13), .75 * slats) * (.72 + .4 * vn(q.zy * 3. + q.x));
  float r = length(q.xz);
  float fan = step(.4, n.y) * smoothstep(.51, .49, r);
  float blades = pulse(atan(q.x, q.z) * .955, .30, w * .955 / max(r, .1));
  albedo = mix(albedo, vec3(.10) * (.4 + blades) + .16 * pulse(r / .09, .14, w / .09), fan);
}

void signSurface(vec3 p, vec3 m, vec3 n, float w, inout vec3 albedo, inout vec3 emission) {
  vec2 u = vec2(p.x + mirror * 8.2, p.y - 8.2);
  vec2 f = vec2(fract(u.x / 2. + .5) * 2.5 - 1.25, u.y / 1.1);
  float ink = smoothstep(.20, .08, strokes(f, floor(u.x / 2. + .5) + floor(SEED * 53.)));
  ink = mix(ink, .35, clamp(w * 2., 0., 1.));
  vec3 colour = neon(chance(13.));
  albedo = vec3(.06);
  emission = abs(u.y) < 1.5 && n.z < -.5 ? colour * (1.6 * ink + .10) * (.15 + .85 * LIT) : vec3(0);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 rd = normalize(p - CAM);
  float w = t * 2. / (R.y * FOV) / max(abs(dot(n, rd)), .06);    // a pixel's width on the surface, metres
  vec3 m = furnished(p);
  if (id < 1.5) {
    roofSurface(p, n, w, albedo, reflectivity);
  } else if (id < 2.5) {
    bool top = p.y > PARAPET_TOP - .02;
    float stain = vn(vec2((p.x + p.z) * 2.2, p.y * .7));
    albedo = top ? vec3(.34, .33, .31) * (.8 + .3 * vn(p.xz * 4.)) : mix(vec3(.27, .20, .17), vec3(.20, .17, .16), stain);
  } else if (id < 3.5) {
    houseSurface(m, n, w, albedo);
  } else if (id < 4.5) {
    towerSurface(p, n, w, albedo, emission);
  } else if (id < 5.5) {
    albedo = vec3(.055, .055, .06);
  } else if (id < 6.5) {
    vec3 q = m - vec3(-4.7, 0., tank_z);
    float board = atan(q.x, q.z) * 9.;
    float gap = 1. - pulse(board, .47, w * 7.);
    albedo = mix(vec3(.27, .17, .10), vec3(.20, .16, .13), h1(floor(board + .5))) * (1. - .5 * gap) * (.7 + .4 * vn(vec2(board, q.y * .8)));
    albedo = q.y > 5.04 ? vec3(.16, .14, .13) * (.8 + .3 * vn(q.xz * 3.)) : albedo;
  } else if (id < 7.5) {
    unitSurface(m, n, w, albedo);
  } else if (id < 8.5) {
    albedo = vec3(.8, .6, .35);
    emission = vec3(1., .64, .28) * (.5 + 2.8 * LIT);
  } else if (id < 9.5) {
    albedo = vec3(.46, .46, .44) * (.8 + .25 * vn(p.zy * 4.));
  } else if (id < 10.5) {
    streetSurface(p, w, albedo, emission);
  } else if (id < 11.5) {
    bool crate = m.x < -3.5;
    albedo = crate ? vec3(.30, .21, .12) * (.6 + .4 * pulse(p.y / .1, .42, w / .1)) : mix(vec3(.36, .10, .07), vec3(.08, .20, .24), step(.5, chance(14.)));
  } else if (id < 12.5) {
    vec3 q = m - vec3(-4.4, .0, skylight_z);
    float bars = 1. - pulse(q.z / .5 + .5, .44, w / .5) * pulse((abs(q.x) - .05) / .9 + .5, .47, w / .9);
    float pane = step(.40, q.y) * step(.3, n.y) * (1. - bars);
    albedo = mix(vec3(.16, .17, .17), vec3(.04, .05, .06), pane);
    emission = vec3(1., .70, .36) * pane * (.45 + .35 * vn(q.xz * 2.)) * LIT;
    reflectivity = .25 * pane;
  } else {
    signSurface(p, m, n, w, albedo, emission);
  }
}

// The far city's rim; uv: azimuth and height of the ray. `lit` is a burning window.
#define SKYLINE
float skyline(vec2 uv, out float lit) {
  lit = 0.;
  float nearness = 0.;
  for (int i = 0; i < 2; i++) {
    float density = i == 0 ? 34. : 20.;
    float column = floor(uv.x * density + float(i) * 7. + floor(SEED * 53.));
    float top = .012 + .10 * h1(column * 1.7 + float(i) * 9.) * h1(column + 3.) + .015 * float(1 - i);
    if (uv.y < top) {
      nearness = i == 0 ? .45 : .75;
      vec2 w = vec2(fract(uv.x * density) * 5., uv.y * 190.);
      float in_frame = step(abs(fract(w.x) - .5), .3) * step(abs(fract(w.y) - .5), .3);
      lit = step(.66, h2(floor(w) + column)) * in_frame * LIT;
    }
  }
  return nearness;
}
