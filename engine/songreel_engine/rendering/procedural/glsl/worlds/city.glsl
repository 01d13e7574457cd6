// A city street that runs along +z. SEED sets who stands where: heights, building kinds, shops, signs, cars, the street's end.
//
// Metres, y up. Road |x| < ROAD_HALF, pavements up to the façades at |x| = 5.4 .. 5.9. Kept clear for cameras and the performer in
// every seed: |x| < 1.4 below the wires, the pavements between lamps (|x| 3.9 .. 5.0), and the right kerb for -7 < z < 7.
const float ROAD = 1.;
const float PAVEMENT = 2.;
const float FACADE = 3.;
const float SIGN = 4.;
const float LAMP = 5.;
const float CAR = 6.;
const float IRON = 7.;
const float AWNING = 8.;
const float TYRE = 9.;
const float TANK = 10.;

const float ROAD_HALF = 3.3;
const float KERB = .14;
const float PLOT = 8.;          // length of a building along the street
const float SHOP_TOP = 4.0;     // the ground floor
const float STOREY = 3.2;
const float REVEAL = .17;       // how deep windows sit
const float LAMP_EVERY = 16.;
const float WIRE_EVERY = 9.;
const float CAR_EVERY = 7.;
const float DETAIL_FADE = 45.;  // from here on façades are flat: nothing finer can be seen

struct Plot {
  vec3 l;            // x into the building from its front, y up, z along the street from the plot's middle
  float id;
  float tall;        // 0..1, as are the next three
  float kind;
  float trade;
  float whim;
  float height;
  float pitch;       // metres from window to window
  vec2 window;       // half width, half height
};

Plot plotAt(vec3 p) {
  Plot b;
  float side = p.x > 0. ? 1. : 0.;
  float row = floor(p.z / PLOT);
  b.id = row * 2. + side + floor(SEED * 997.) * .37;
  b.tall = h1(b.id * 1.37 + 3.1);
  b.kind = h1(b.id * 2.11 + .7);
  b.trade = h1(b.id * 3.7 + 5.);
  b.whim = h1(b.id * 5.3 + 8.);
  b.l = vec3(abs(p.x) - 5.4 - .5 * b.whim, p.y, p.z - (row + .5) * PLOT);
  float town = 1.5 + 5. * h1(SEED * 71.);    // low streets and high streets
  float storeys = floor(2. + town * b.tall * (.5 + b.tall) + step(.82, b.kind) * 5.);
  b.height = SHOP_TOP + .3 + storeys * STOREY;
  float modern = step(.72, b.kind);
  float narrow = step(b.kind, .24);
  b.pitch = modern > 0. ? PLOT / 3. : (narrow > 0. ? PLOT / 5. : PLOT / 4.);
  b.window = modern > 0. ? vec2(1.18, 1.05) : (narrow > 0. ? vec2(.40, 1.05) : vec2(.54, .88));
  return b;
}

// Place on the window grid: x across, y up from the middle of the nearest window.
vec2 windowPlace(Plot b) {
  float x = (fract(b.l.z / b.pitch) - .5) * b.pitch;
  float y = (fract((b.l.y - SHOP_TOP - .3) / STOREY) - .52) * STOREY;
  return vec2(x, y);
}

vec2 windowCell(Plot b) {
  return vec2(floor(b.l.z / b.pitch), floor((b.l.y - SHOP_TOP - .3) / STOREY));
}

// How far the shop's window reaches to each side, and where the door is.
float shopHalf(Plot b) {
  return 3.15 - .5 * b.whim;
}

vec2 building(vec3 p) {
  Plot b = plotAt(p);
  vec3 l = b.l;
  float half_length = 3.70 + .16 * step(.3, b.trade);    // never up to the plot's border: normals are probed across it
  float body = box(l - vec3(5., b.height * .5, 0.), vec3(5., b.height * .5, half_length));
  vec2 w = windowPlace(b);
  float in_rows = step(SHOP_TOP + .3, l.y) * step(l.y, b.height - .4);
  float opening = box(vec3(l.x, w.y, w.x), vec3(REVEAL * in_rows, b.window.y, b.window.x));
  body = max(body, -opening);
  float sill = box(vec3(l.x, w.y + b.window.y + .06, w.x), vec3(.07, .06, b.window.x + .10));
  body = min(body, mix(1e3, sill, in_rows));
  float shop = box(l - vec3(0., 1.75, 0.), vec3(.32, 1.32, shopHalf(b)));
  body = max(body, -shop);
  float belt = box(l - vec3(4.9, SHOP_TOP - .05, 0.), vec3(5.08, .14, half_length + .05));
  float cornice = box(l - vec3(4.9, b.height + .02, 0.), vec3(5.22, .20, half_length + .08)) ;
  cornice = min(cornice, box(l - vec3(4.9, b.height - .30, 0.), vec3(5.08, .08, half_length + .04)));
  body = min(body, min(belt, cornice));
  vec2 r = vec2(body, FACADE);
  // On the roof: a water tank on legs, or a stair house.
  vec3 q = l - vec3(2.6, b.height + 2.3, b.kind * 3. - 1.5);
  float tank = min(cyl(q, .95, .95), cap(q, vec3(0., .95, 0.), vec3(0., 1.6, 0.), .85, .05));
  tank = min(tank, box(vec3(abs(q.x) - .55, q.y + 1.6, abs(q.z) - .55), vec3(.05, .8, .05)));
  float house = box(q - vec3(.6, -1.1, 0.), vec3(1.2, 1.1, 1.4));
  r = U(r, vec2(b.trade > .5 ? tank : house, b.trade > .5 ? TANK : FACADE));
  gCell = min(gCell, cellStep(l.z, gRd.z, PLOT * .5));
  return r;
}

// A railway bridge closes the street in some seeds, a tower in others.
vec2 streetEnd(vec3 p) {
  float pick = h1(SEED * 131. + 2.);
  float z = 86. + 24. * h1(SEED * 57.);
  vec3 q = p - vec3(0., 7.4, z);
  float deck = min(box(q, vec3(20., .75, 2.2)), box(vec3(q.x, q.y - 1.1, abs(q.z) - 2.1), vec3(20., .45, .06)));
  deck = min(deck, box(vec3(abs(q.x) - 4.4, q.y + 4., abs(q.z) - 1.5), vec3(.35, 4., .35)));
  vec3 t = p - vec3(10. * (h1(SEED * 17.) - .5), 0., 118.);
  float tower = min(box(t - vec3(0., 20., 0.), vec3(5., 20., 5.)), box(t - vec3(0., 48., 0.), vec3(3.2, 12., 3.2)));
  tower = min(tower, cap(t, vec3(0., 60., 0.), vec3(0., 76., 0.), .8, .1));
  return vec2(pick < .35 ? deck : (pick < .7 ? tower : 1e3), pick < .35 ? IRON : TANK);
}

// Steps must not cross to the other side of the street, where other things stand.
void stayOnSide(vec3 p) {
  float to_middle = p.x * gRd.x < 0. ? abs(p.x / gRd.x) + .05 : 1e3;
  gCell = min(gCell, to_middle);
}

vec2 terrain(vec3 p) {
  vec2 r = building(p);
  float kerb = max(p.y - KERB, ROAD_HALF - abs(p.x));
  r = U(r, vec2(kerb, PAVEMENT));
  r = U(r, vec2(p.y, ROAD));
  Plot b = plotAt(p);
  vec3 a = b.l - vec3(-.60, 3.0, b.kind * 1.2 - .6);
  a.y -= a.x * .5;
  float scallop = .05 * sin(a.z * 10.);
  float awning = min(box(a, vec3(.66, .035, 1.9)), box(a - vec3(-.64, -.13, 0.), vec3(.02, .12 + scallop, 1.9)));
  r = U(r, vec2(awning * .8 + 1e3 * step(b.trade, .35), AWNING));
  r = U(r, streetEnd(p));
  stayOnSide(p);
  return r;
}

vec2 signs(vec3 p, Plot b) {
  vec3 l = b.l;
  float blade_y = 5.3 + 3. * b.kind;
  float blade = box(l - vec3(-.78, blade_y, 2.3 - 4. * b.trade), vec3(.42, 1.1 + 1.2 * b.tall, .09)) - .02;
  blade = min(blade, box(vec3(l.x + .2, abs(l.y - blade_y) - .8, l.z - 2.3 + 4. * b.trade), vec3(.25, .02, .02)));
  float has_blade = step(8., b.height) * step(.25, b.whim);
  return vec2(blade + 1e3 * (1. - has_blade), SIGN);
}

// Iron landings with a rail, and the stair between them.
float fireEscape(Plot b) {
  vec3 l = b.l;
  float storey = floor((l.y - SHOP_TOP - .2) / STOREY);
  float y = l.y - SHOP_TOP - .2 - (storey + .03) * STOREY;
  float z = l.z - (b.trade - .5) * 3.;
  float floor_ = box(vec3(l.x + .48, y, z), vec3(.46, .03, 1.35));
  float rail = box(vec3(abs(l.x + .48) - .46, y - .92, z), vec3(.018, .018, 1.35));
  rail = min(rail, box(vec3(l.x + .48, y - .92, abs(z) - 1.35), vec3(.46, .018, .018)));
  float bar = abs(fract(z / .27 + .5) - .5) * .27;
  rail = min(rail, box(vec3(l.x + .93, y - .46, bar), vec3(.010, .46, .010)));
  vec2 s = vec2(z + (mod(storey, 2.) > .5 ? -.1 : .1), y - 1.6);
  s.x *= mod(storey, 2.) > .5 ? 1. : -1.;
  // Two stringers with treads between them, so that the stair stays airy from below.
  float slope = abs(s.y - s.x * 1.5) * .55;
  float inside = abs(s.y) - 1.6;
  float stringer = max(max(slope - .05, inside), abs(abs(l.x + .62) - .24) - .014);
  float tread_y = abs(fract(s.y / .24 + .5) - .5) * .24;
  float tread = max(max(slope - .07, inside), max(tread_y - .014, abs(l.x + .62) - .24));
  float d = min(min(floor_, rail), min(stringer, tread) * .8);
  float has = step(.24, b.kind) * step(b.kind, .60) * step(SHOP_TOP + .1, l.y) * step(l.y, b.height - 2.2);
  return d + 1e3 * (1. - has);
}

vec2 lamps(vec3 p) {
  float z = p.z - (floor(p.z / LAMP_EVERY) + .5) * LAMP_EVERY - 2.;
  vec3 q = vec3(abs(p.x) - 3.7, p.y, z + sign(p.x) * 3.5);
  float pole = cap(q, vec3(0.), vec3(0., 5.2, 0.), .075, .045);
  pole = min(pole, cap(q, vec3(0., 5.2, 0.), vec3(-1.1, 5.5, 0.), .04, .03));
  pole = min(pole, cyl(q - vec3(0., .35, 0.), .12, .35) - .02);
  vec2 r = vec2(pole, IRON);
  r = U(r, vec2(box(q - vec3(-1.25, 5.46, 0.), vec3(.30, .035, .11)) - .02, LAMP));
  gCell = min(gCell, cellStep(p.z - (floor(p.z / LAMP_EVERY) + .5) * LAMP_EVERY, gRd.z, LAMP_EVERY * .5));
  return r;
}

float wires(vec3 p) {
  float row = floor(p.z / WIRE_EVERY);
  float z = p.z - (row + .5) * WIRE_EVERY;
  float chance = h1(row + floor(SEED * 31.));
  float sag = p.y - (6.4 + 2. * chance + .035 * p.x * p.x);
  float slant = z - (chance - .5) * 3. - p.x * (chance - .5) * .5;
  float across = max(length(vec2(slant, sag)) - .018, abs(p.x) - 6.) * .85;
  float second = length(vec2(slant - .9, sag - .5 - .01 * p.x)) - .014;
  across = min(across, max(second, abs(p.x) - 6.) * .85);
  float lamp_z = p.z - (floor(p.z / LAMP_EVERY) + .5) * LAMP_EVERY;
  float along = (length(vec2(abs(p.x) - 4.6, p.y - 6.2 - .005 * lamp_z * lamp_z)) - .015) * .9;
  gCell = min(gCell, cellStep(z, gRd.z, WIRE_EVERY * .5));
  return min(across, along);
}

struct Car {
  vec3 l;         // x across from its middle, y up from the road, z forward
  float here;     // 1 where one is parked
  float colour;
  float tall;     // 0 a saloon, 1 a van
};

Car carAt(vec3 p) {
  Car c;
  float side = p.x > 0. ? 1. : 0.;
  float row = floor(p.z / CAR_EVERY);
  float id = row * 2. + side + floor(SEED * 577.) * .71;
  float kept_free = side * step(-1.5, row) * step(row, .5);    // the view from the pavement across the street
  c.here = step(.42, h1(id * 1.3 + 1.)) * (1. - kept_free);
  c.colour = h1(id * 2.7 + 4.);
  c.tall = step(.80, h1(id * 4.1 + 2.));
  c.l = vec3(abs(p.x) - 2.42, p.y, p.z - (row + .5) * CAR_EVERY);
  c.l.z *= side > 0. ? 1. : -1.;
  return c;
}

vec2 cars(vec3 p) {
  Car c = carAt(p);
  vec3 l = c.l;
  gCell = min(gCell, cellStep(p.z - (floor(p.z / CAR_EVERY) + .5) * CAR_EVERY, gRd.z, CAR_EVERY * .5));
  float waist = .80 - .035 * max(l.z - .7, 0.) * max(l.z - .7, 0.);
  float nose = 1. - .10 * smoothstep(1.4, 2.2, abs(l.z));
  float body = box(vec3(l.x, l.y - .53, l.z), vec3(.78 * nose, waist - .53, 2.06)) - .09;
  float roof = mix(1.34, 1.85, c.tall);
  float rise = clamp((l.y - .8) / (roof - .8), 0., 1.);
  float from = mix(mix(-1.75, -1.15, rise), -2.0, c.tall);
  float to = mix(mix(.95, .12, rise), mix(1.5, 1.15, rise), c.tall);
  float middle = (from + to) * .5;
  float cabin = box(vec3(l.x, l.y - (roof + .6) * .5, l.z - middle),
                    vec3(.72 - .14 * rise, (roof - .6) * .5, (to - from) * .5)) - .06;
  body = smin(body, cabin * .8, .07);
  vec3 wheel = vec3(abs(l.x) - .76, l.y - .31, abs(l.z) - 1.30);
  float round_ = length(wheel.yz);
  body = max(body, -max(round_ - .385, abs(wheel.x) - .28));
  body = max(body, .16 - l.y);
  vec2 r = vec2(body * .85, CAR);
  float tyre = max(round_ - .31, abs(wheel.x) - .10) - .01;
  r = U(r, vec2(tyre, TYRE));
  r.x += 1e3 * (1. - c.here);
  return r;
}

// Hydrants and bins by the kerb.
vec2 furniture(vec3 p) {
  float side = p.x > 0. ? 1. : 0.;
  float row = floor(p.z / 11.);
  float id = row * 2. + side + floor(SEED * 313.);
  float pick = h1(id * 1.9 + 6.);
  vec3 q = vec3(abs(p.x) - 3.62, p.y - KERB, p.z - (row + .5) * 11. - 6. * (h1(id + .5) - .5));
  float hydrant = min(cyl(q - vec3(0., .28, 0.), .10, .28), ell(q - vec3(0., .58, 0.), vec3(.12, .11, .12)));
  hydrant = min(hydrant, cap(q, vec3(-.16, .40, 0.), vec3(.16, .40, 0.), .055, .055)) ;
  float bin = cyl(q - vec3(.1, .42, 0.), .22 + .06 * q.y, .42);
  gCell = min(gCell, cellStep(p.z - (row + .5) * 11., gRd.z, 5.5));
  return vec2(pick < .35 ? hydrant * .9 : (pick < .6 ? bin * .9 : 1e3), pick < .35 ? AWNING + 3. : IRON);
}

vec2 props(vec3 p) {
  Plot b = plotAt(p);
  gCell = min(gCell, cellStep(b.l.z, gRd.z, PLOT * .5));
  vec2 r = signs(p, b);
  r = U(r, vec2(fireEscape(b), IRON));
  r = U(r, lamps(p));
  r = U(r, vec2(wires(p), IRON));
  r = U(r, cars(p));
  r = U(r, furniture(p));
  stayOnSide(p);
  return r;
}

// What throws shadows, simpler than `world` and nowhere outside it: no sills, wires or small iron.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  Plot b = plotAt(p);
  vec3 l = b.l;
  float half_length = 3.70 + .16 * step(.3, b.trade);
  float body = box(l - vec3(5., b.height * .5, 0.), vec3(5., b.height * .5, half_length));
  vec2 w = windowPlace(b);
  float in_rows = step(SHOP_TOP + .3, l.y) * step(l.y, b.height - .4);
  body = max(body, -box(vec3(l.x, w.y, w.x), vec3(REVEAL * in_rows, b.window.y, b.window.x)));
  body = max(body, -box(l - vec3(0., 1.75, 0.), vec3(.32, 1.32, shopHalf(b))));
  float ledge_y = l.y < b.height * .5 ? SHOP_TOP - .05 : b.height + .02;
  float ledge = box(l - vec3(4.9, ledge_y, 0.), vec3(5.08, .14, half_length + .05));
  float d = min(body, ledge);
  d = min(d, min(p.y, max(p.y - KERB, ROAD_HALF - abs(p.x))));
  vec3 a = l - vec3(-.60, 3.0, b.kind * 1.2 - .6);
  a.y -= a.x * .5;
  d = min(d, box(a, vec3(.66, .035, 1.9)) * .8 + 1e3 * step(b.trade, .35));
  d = min(d, signs(p, b).x);
  float storey = floor((l.y - SHOP_TOP - .2) / STOREY);
  vec3 landing = vec3(l.x + .48, l.y - SHOP_TOP - .2 - (storey + .03) * STOREY, l.z - (b.trade - .5) * 3.);
  float has_landings = step(.24, b.kind) * step(b.kind, .60) * step(SHOP_TOP + .1, l.y) * step(l.y, b.height - 2.2);
  d = min(d, box(landing, vec3(.46, .03, 1.35)) + 1e3 * (1. - has_landings));
  float lamp_z = p.z - (floor(p.z / LAMP_EVERY) + .5) * LAMP_EVERY - 2.;
  d = min(d, cap(vec3(abs(p.x) - 3.7, p.y, lamp_z + sign(p.x) * 3.5), vec3(0.), vec3(0., 5.2, 0.), .07, .04));
  Car c = carAt(p);
  float car = min(box(c.l - vec3(0., .55, 0.), vec3(.76, .26, 2.0)), box(c.l - vec3(0., .95, -.4), vec3(.58, .30, .80)));
  d = min(d, car + 1e3 * (1. - c.here));
  gCell = min(gCell, min(cellStep(l.z, gRd.z, PLOT * .5), cellStep(p.z - (floor(p.z / CAR_EVERY) + .5) * CAR_EVERY, gRd.z, CAR_EVERY * .5)));
  gCell = min(gCell, cellStep(lamp_z + 2., gRd.z, LAMP_EVERY * .5));
  stayOnSide(p);
  return d;
}

// Wet asphalt is rough: what it mirrors is drawn out towards the viewer.
#define ROUGH_GROUND

// ---- local colour ----

void roadSurface(vec3 p, float w, inout vec3 albedo, inout float reflectivity) {
  float fine = clamp(1. - w * 9., 0., 1.);
  vec2 basin = p.xz * vec2(.34, .21) + floor(SEED * 41.) * 3.7;
  float hollow = .78 * vn(basin) + .22 * vn(basin * 3.1 + 5.);
  hollow = max(hollow, .72 * smoothstep(1.1, .1, abs(abs(p.x) - 3.2)) * smoothstep(.25, .75, vn(p.xz * vec2(.5, .18))));
  float puddle = smoothstep(.46, .68, hollow);
  float damp = smoothstep(.22, .58, hollow);
  float grit = vn(p.xz * 34.) - .5;
  albedo = vec3(.078, .080, .086) * (1. + .5 * grit * fine) * (.8 + .4 * vn(p.xz * .7));
  float patch_ = step(.72, h2(floor(p.xz * vec2(.55, .23) + 9.)));
  albedo *= mix(1., .72, patch_);
  float crack = smoothstep(.02, .0, abs(fbm(p.xz * 1.3, 3) - .5)) * fine;
  albedo *= 1. - .4 * crack;
  float lane = pulse(p.x * .5, .032, w * .5) * step(.45, fract(p.z * .22)) * step(abs(p.x), .5);
  float zebra_z = 10.5 + 32. * floor((p.z + 5.5) / 32.);
  float zebra = step(abs(p.z - zebra_z), 1.4) * pulse(p.x * 1.05, .28, w) * step(abs(p.x), 3.1);
  float worn = .55 + .45 * vn(p.xz * 9.);
  albedo = mix(albedo, vec3(.55, .53, .47) * worn, max(lane, zebra) * (1. - .4 * puddle));
  vec2 hole = vec2(p.x + .6, mod(p.z - 3.2, 13.) - 6.5);
  albedo *= mix(1., .6, smoothstep(.36, .33, length(hole)) * (.6 + .4 * step(.5, fract(hole.x * 9.))));
  albedo *= mix(1., .50, damp * WET);
  reflectivity = WET * mix(mix(.12, .34, damp), .78, puddle);
}

// What is seen through a pane: a lit room's back wall, moving against the frame as the eye does.
vec3 roomBehind(vec3 p, vec3 n, vec3 rd, float w, Plot b, vec2 cell) {
  vec3 q = p + rd * (1.6 / max(abs(dot(rd, n)), .35));
  float chance = h2(cell + b.id * 7.);
  vec3 warm = mix(vec3(1., .58, .25), vec3(1., .80, .52), h1(chance * 91.));
  vec3 colour = chance > .90 ? vec3(.42, .72, 1.) : warm;
  float fine = clamp(1.3 - w * 3., 0., 1.);
  float u = abs(n.x) > .5 ? q.z : q.x;
  float wall = .62 + fine * (.55 * vn(vec2(u * 1.8, q.y * 1.5) + chance * 50.) - .27);
  return colour * wall * (.75 + .25 * fine * step(.45, fract(q.y * 1.1 + chance)));
}

void facadeSurface(vec3 p, vec3 n, vec3 rd, float w, Plot b, inout vec3 albedo, inout vec3 emission, inout float refl) {
  vec3 l = b.l;
  bool front = abs(n.x) > .5;
  float u = front ? l.z : l.x;
  vec3 brick = mix(vec3(.36, .185, .135), vec3(.30, .235, .19), h1(b.id + 2.));
  vec3 stone = mix(vec3(.44, .39, .31), vec3(.33, .34, .36), b.whim);
  vec3 slab = mix(vec3(.20, .225, .26), vec3(.40, .41, .42), b.whim);
  bool modern = b.kind > .72;
  vec3 base = modern ? slab : (b.kind > .24 ? brick : stone);
  float fine = clamp(1. - w * 6., 0., 1.);
  vec2 course = vec2(u * 3.4 + .5 * step(.5, fract(p.y * 3.6)), p.y * 7.2);
  float bricks = modern ? 0. : (h2(floor(course)) - .5) * fine;
  float joint = modern ? 0. : (1. - pulse(course.x, .46, w * 3.4) * pulse(course.y, .42, w * 7.2)) * fine;
  albedo = base * (.74 + .5 * fbm(vec2(u * .5, p.y * .9), 3)) * (1. + .22 * bricks) * (1. - .30 * joint);
  albedo *= .58 + .42 * smoothstep(0., 3.4, p.y);                                        // soot and splashes
  albedo *= 1. - .25 * smoothstep(.5, .9, vn(vec2(u * 2.3, p.y * .12))) * step(4., p.y);  // streaks of rain
  bool trim = p.y > b.height - .5 || abs(p.y - SHOP_TOP + .05) < .16;
  albedo = trim ? mix(stone, base, .4) * (.75 + .3 * vn(vec2(u * 3., p.y * 6.))) : albedo;

  if (p.y > SHOP_TOP + .3 && p.y < b.height - .4) {
    vec2 at = windowPlace(b);
    vec2 cell = front ? windowCell(b) : vec2(floor(u / 2.), floor((p.y - SHOP_TOP - .3) / STOREY));
    float pitch = front ? b.pitch : 2.;
    at.x = front ? at.x : (fract(u / pitch) - .5) * pitch;
    b.window.x = front ? b.window.x : .55;
    float across = pulse(at.x / pitch, b.window.x / pitch, w / pitch);
    float up = pulse(at.y / STOREY, b.window.y / STOREY, w / STOREY);
    float pane = across * up;
    vec2 f = abs(at) / b.window;
    float frame = max(smoothstep(.90, .93, f.x), smoothstep(.93, .95, f.y));
    frame = max(frame, modern ? smoothstep(.04, .02, f.x) : max(smoothstep(.07, .05, f.x), smoothstep(.06, .045, f.y)));
    frame *= clamp(1. - w * 5., 0., 1.);
    float chance = h2(cell + b.id * 7.);
    float burns = step(1. - LIT * (modern ? .34 : .36), chance);
    float blind = step(at.y, 0.) * step(.6, fract(chance * 7.)) + smoothstep(.62, .70, f.x) * .8 * step(fract(chance * 7.), .4);
    vec3 room = roomBehind(p, n, rd, w, b, cell) * mix(1., .45, clamp(blind, 0., 1.));
    vec3 frame_colour = modern ? vec3(.05) : mix(vec3(.42, .40, .36), vec3(.08, .10, .09), step(.5, b.trade));
    vec3 glass = mix(vec3(.030, .036, .048), vec3(.34, .31, .27), clamp(blind, 0., 1.) * (1. - burns) * .5);
    albedo = mix(albedo, mix(glass, frame_colour, frame), pane);
    emission = room * pane * (1. - frame) * burns * .85;
    refl = front ? pane * (1. - frame) * .30 : 0.;
  } else if (front && p.y < 3.2 && p.y > .40 && abs(l.z) < shopHalf(b) + .02) {
    float door = smoothstep(.62, .58, abs(l.z - 1.4));
    float bars = max(1. - pulse(l.z / 1.45 + .5, .475, w), 1. - smoothstep(.5, .62, p.y) * (1. - door));
    bars = max(bars, smoothstep(.03, .02, abs(p.y - 2.55)));
    float open = step(.28, h1(b.id + 9.));
    vec3 q = p + rd * (1.5 / max(abs(rd.x), .3));
    float fine_goods = clamp(1.2 - w * 5., 0., 1.);
    float board = floor(q.y * 1.6);
    float full = step(fract(q.y * 1.6), .25 + .6 * vn(vec2(q.z * 4.3, board * 7. + b.id))) * step(.08, fract(q.y * 1.6));
    float shelves = 1. - .55 * full * (.5 + .5 * h2(vec2(floor(q.z * 4.3), board)));
    float dressed = 1. - .75 * smoothstep(.06, -.06, q.y - .5 - 1.5 * smoothstep(.50, .62, vn(vec2(q.z * 1.7, b.id))));
    float goods = mix(.72, step(.5, h1(b.id + 4.)) > 0. ? shelves : dressed, fine_goods);
    goods *= .35 + .45 * smoothstep(.4, 2.7, q.y);
    vec3 light = mix(vec3(1., .70, .40), neon(b.trade * 3.), .25 + .35 * step(.6, b.kind));
    albedo = mix(vec3(.03), mix(vec3(.10, .07, .05), vec3(.07, .10, .10), b.whim), bars);
    emission = light * (1. - bars) * (open * goods * .95 + .02) * LIT;
    refl = (1. - bars) * .22;
  } else if (front && p.y > 3.28 && p.y < SHOP_TOP - .22 && abs(l.z) < 3.2) {
    // The shop's name over its window.
    vec3 colour = neon(b.trade * 2. + b.kind);
    vec2 s = vec2(l.z / .30, (p.y - 3.53) / .20);
    float code = floor(s.x * .5 + 20.);
    float written = step(abs(l.z), 1.1 + 1.2 * b.tall);
    float ink = smoothstep(.20, .06, strokes(vec2(fract(s.x * .5) * 2. - 1., s.y), code + b.id)) * written;
    ink *= clamp(1. - w * 7., 0., 1.);
    bool lit_board = b.tall > .5;
    albedo = mix(colour * .16, vec3(.75), ink * .8);
    emission = (lit_board ? colour * mix(.55, .06, ink) : colour * ink * 1.3) * LIT;
  }
}

void signSurface(vec3 p, vec3 n, float w, Plot b, inout vec3 albedo, inout vec3 emission) {
  float middle_y = 5.3 + 3. * b.kind;
  float half_height = 1.1 + 1.2 * b.tall;
  vec2 s = vec2((b.l.x + .78) / .42, (p.y - middle_y) / .42);
  float row = s.y * .5 + 10.;
  vec2 f = vec2(s.x * 1.2, fract(row) * 2.4 - 1.2);
  vec3 colour = neon(b.tall * 3. + b.kind);
  float ink = smoothstep(.16, .07, strokes(f, floor(row) + b.id * 3.)) * step(abs(s.x), .84) * step(abs(p.y - middle_y), half_height - .12);
  ink = mix(ink, .28, clamp(w * 6., 0., 1.));
  float rim = smoothstep(.06, .02, abs(max(abs(s.x) * .42, abs(p.y - middle_y) - half_height + .42) - .36));
  bool solid = b.trade > .55;
  bool face = abs(n.z) > .5;
  albedo = vec3(.05);
  vec3 lettered = solid ? mix(colour * .80, vec3(.02), ink) + rim * .4 : colour * (1.7 * ink + 1.1 * rim) + colour * .06;
  emission = (face ? lettered : colour * .22) * (.12 + .88 * LIT);
}

void carSurface(vec3 p, vec3 n, Car c, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 l = c.l;
  vec3 paint = c.colour > .80 ? vec3(.30, .045, .04) : (c.colour > .55 ? vec3(.05, .085, .14) : (c.colour > .30 ? vec3(.32, .33, .34) : vec3(.035, .037, .04)));
  paint = c.colour > .93 ? vec3(.62, .42, .05) : paint;
  float roof = mix(1.34, 1.85, c.tall);
  bool glass = l.y > .90 && l.y < roof - .06 && n.y < .80 && abs(abs(l.z + .35) - .62) > .04;
  albedo = glass ? vec3(.018, .022, .028) : paint;
  albedo *= l.y < .30 ? .4 : 1.;
  float seam = smoothstep(.012, .006, abs(abs(l.z + .15) - .75)) * step(abs(n.z), .5) * step(l.y, .85);
  albedo *= 1. - .6 * seam;
  reflectivity = glass ? .36 : .15;
  bool lamp = abs(l.x) > .40 && l.y > .56 && l.y < .74 && abs(n.z) > .4 && abs(l.z) > 1.9;
  vec3 red = vec3(1.7, .05, .03);
  vec3 white = vec3(1.3, 1.15, .85);
  emission = lamp ? (l.z < 0. ? red : white * .55) * (.15 + .85 * LIT) : vec3(0.);
  bool plate = abs(l.x) < .26 && l.y > .42 && l.y < .54 && abs(l.z) > 2.;
  albedo = plate ? vec3(.5, .5, .45) : albedo;
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 rd = normalize(p - CAM);
  float w = t * 2. / (R.y * FOV) / max(abs(dot(n, rd)), .06);    // a pixel's width on the surface, metres
  Plot b = plotAt(p);
  if (id < 1.5) {
    roadSurface(p, w, albedo, reflectivity);
  } else if (id < 2.5) {
    vec2 slab = p.xz * vec2(.9, .8);
    float joint = 1. - pulse(slab.x, .485, w) * pulse(slab.y, .485, w);
    albedo = vec3(.20, .19, .185) * (.75 + .5 * vn(p.xz * 3.)) * (1. - .45 * joint) * (.9 + .2 * h2(floor(slab + .5)));
    albedo = abs(p.x) < ROAD_HALF + .16 ? vec3(.25, .245, .235) * (.8 + .3 * vn(p.xz * 5.)) : albedo;
    reflectivity = WET * (.10 + .20 * smoothstep(.35, .8, vn(p.xz * .5)));
  } else if (id < 3.5) {
    facadeSurface(p, n, rd, w, b, albedo, emission, reflectivity);
  } else if (id < 4.5) {
    signSurface(p, n, w, b, albedo, emission);
  } else if (id < 5.5) {
    albedo = vec3(.2);
    emission = n.y < .2 ? vec3(1., .70, .36) * 3.5 * LIT : vec3(0.);
  } else if (id < 6.5) {
    carSurface(p, n, carAt(p), albedo, emission, reflectivity);
  } else if (id < 7.5) {
    albedo = vec3(.045, .046, .050);
  } else if (id < 8.5) {
    float stripe = pulse(b.l.z * 1.4, .25, w * 1.4);
    albedo = mix(neon(b.trade + .1) * .38, vec3(.58, .54, .48), stripe);
    emission = albedo * .10 * LIT;
  } else if (id < 9.5) {
    vec3 l = carAt(p).l;
    float hub = smoothstep(.20, .18, length(vec2(l.y - .31, abs(l.z) - 1.30)));
    albedo = mix(vec3(.022), vec3(.30, .31, .32), hub);
  } else if (id < 10.5) {
    albedo = vec3(.13, .105, .085) * (.7 + .5 * vn(vec2(p.z * 6. + p.x * 6., p.y * .6)));
  } else {
    albedo = vec3(.42, .08, .04);
  }
}

// Towers beyond the street's end; uv: azimuth and height of the ray. `lit` is a burning window.
#define SKYLINE
float skyline(vec2 uv, out float lit) {
  lit = 0.;
  float nearness = 0.;
  for (int i = 0; i < 2; i++) {
    float density = i == 0 ? 26. : 15.;
    float column = floor(uv.x * density + float(i) * 7. + floor(SEED * 53.));
    float top = .05 + .16 * h1(column * 1.7 + float(i) * 9.) * h1(column + 3.) + .02 * float(1 - i);
    if (uv.y < top && uv.y > -.003) {
      nearness = i == 0 ? .55 : 1.;
      vec2 w = vec2(fract(uv.x * density) * 5., uv.y * 150.);
      float in_frame = step(abs(fract(w.x) - .5), .3) * step(abs(fract(w.y) - .5), .3);
      lit = step(.72, h2(floor(w) + column)) * in_frame * LIT;
    }
  }
  return nearness;
}
