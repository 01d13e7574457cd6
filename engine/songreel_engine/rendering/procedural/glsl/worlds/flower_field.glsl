// Fields of flowers in drifts of colour, a lone oak, a windmill on its rise.
//
// Metres; y up. A trodden path runs along z at x = 0, level where people stand; flowers grow on both sides as far as the hills.
// The oak and the mill stand ahead (+z), a row of poplars behind (-z). Kept clear for cameras and the performer in every seed:
// the path |x| < .85, and above the flowers (y > .95) all of |x| < 2.2, for -8 < z < 14.
const float GROUND = 2.;
const float PETAL = 3.;
const float HEART = 4.;
const float STEM = 5.;
const float WOOD = 6.;
const float BARK = 7.;
const float LEAVES = 8.;
const float MILL = 9.;
const float SAIL = 10.;
const float LANTERN = 11.;
const float POPLAR = 12.;

const float FLOWER_CELL = .165;
const float FLOWER_TOP = .92;
const float FLOWERS_REACH = 9.;    // metres from the camera; beyond it the field is a coloured surface
const float POST_SPACING = 2.1;
const float PATCH = 27.;           // side of a field on the hills

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
float tree_side = chance(1.) > .5 ? 1. : -1.;
vec2 tree_place = vec2(tree_side * (6.2 + 3. * chance(2.)), 19. + 6. * chance(3.));
vec2 mill_place = vec2(-tree_side * (11. + 5. * chance(4.)), 42. + 10. * chance(5.));
mat2 sail_turn = turned(1.57 * chance(6.));
mat2 mill_turn = turned(-tree_side * .35);
float fence_side = chance(7.) > .5 ? 1. : -1.;
float path_bend = (chance(8.) - .5) * 7.;
float drift_shift = chance(9.) * 9.;
mat2 hill_turn = turned(chance(10.) * 1.5);

float pathX(float z) {
  float far = max(abs(z - 3.) - 12., 0.);
  return path_bend * (1. - cos(min(far * .05, 3.14)));
}

float fromPath(vec2 x) {
  return abs(x.x - pathX(x.y));
}

// The lie of the land, of sines only: every flower asks for it.
float lieOfLand(vec2 x) {
  float off_path = smoothstep(.7, 1.6, fromPath(x));
  float far = smoothstep(10., 46., length(x));
  float rolls = 1.1 * sin(x.x * .11 + SEED * 8.) * sin(x.y * .09 + SEED * 3.) - .3;
  vec2 to_mill = (x - mill_place) / 11.;
  return off_path * .06 + far * rolls + 2.4 * exp(-dot(to_mill, to_mill));
}

// Which flowers grow here, 0..1: long drifts that run with the path and wind.
float drift(vec2 x) {
  return fract((x.x - .6 * pathX(x.y)) * .105 + 1.1 * vn(x * vec2(.16, .07) + drift_shift) + .35 * sin(x.y * .055 + drift_shift));
}

const float LAVENDER_FROM = .58;
const float DAISY_TO = .22;

vec3 flowerColour(float d) {
  vec3 colour = vec3(.92, .90, .84);                                   // daisies
  colour = mix(colour, vec3(.92, .62, .10), step(DAISY_TO, d));        // marigolds
  colour = mix(colour, vec3(.90, .36, .52), step(.38, d));             // cosmos
  colour = mix(colour, vec3(.36, .22, .70), step(LAVENDER_FROM, d));   // lavender
  return mix(colour, vec3(.95, .72, .78), step(.90, d));
}

// Far from the camera: rolling hills, hedges around their fields, and a blue range.
float hills(vec2 x) {
  float away = length(x);
  float near = smoothstep(44., 150., away);
  vec2 field = abs(fract(x * hill_turn / PATCH) - .5);
  float hedge = smoothstep(.455, .48, max(field.x, field.y)) * smoothstep(62., 80., away);
  float range = smoothstep(130., 250., away);
  return near * (3. + 11. * vn(x * .013 + SEED * 7.)) + hedge * (1.2 + 1.6 * vn(x * .6)) + range * 34. * vn(x * .012 + SEED * 3.);
}

float groundHeight(vec2 x) {
  float off_path = smoothstep(.62, 1.15, fromPath(x));
  float distance_ = length(x - CAM.xz);
  float standing = mix(.20, .44, smoothstep(5., FLOWERS_REACH, distance_)) * smoothstep(90., 50., distance_);
  float tufts = .15 * (vn(x * 9.) - .3) * smoothstep(40., 14., distance_) + .09 * (vn(x * 27.) - .5) * smoothstep(7., 3., distance_);
  return lieOfLand(x) + off_path * (standing + tufts) + .012 * vn(x * 6.) + hills(x);
}

vec2 terrain(vec3 p) {
  return vec2((p.y - groundHeight(p.xz)) * .6, GROUND);
}

// One flower a cell: a daisy or marigold, a cup, or a lavender's spike, as the drift has it.
vec2 flowers(vec3 p) {
  vec2 cell = floor(p.xz / FLOWER_CELL);
  vec2 middle = (cell + .5) * FLOWER_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = h2(cell + 5.);
  float away = fromPath(middle);
  bool grows = k > .30 && away > .98 && length(middle - CAM.xz) < FLOWERS_REACH;
  float d = drift(middle + .5 * (k2 - .5));
  float size = .8 + .4 * fract(k * 9.);
  float tall = (.40 + .24 * k2) * smoothstep(.5, 1.5, away);
  vec2 local = p.xz - middle;
  float y = p.y - lieOfLand(middle);
  float bent = clamp(y / tall, 0., 1.2);
  vec2 root = (vec2(fract(k * 5.), fract(k2 * 7.)) - .5) * .05;
  vec2 lean = (vec2(fract(k * 13.), fract(k2 * 11.)) - .5) * .07;
  vec2 plan = local - root - lean * bent * bent;
  float stem = max(length(plan) - .007, y - tall) * .8;

  vec3 h = vec3(plan.x, y - tall, plan.y);
  h.y += dot(h.xz, lean) * 6.;
  float radius = length(h.xz);
  float petals = .056 * size * (.80 + .20 * cos(atan(h.z, h.x) * 8. + k * 9.));
  float daisy = max(abs(h.y - 2.5 * radius * radius) - .009, radius - petals);
  float cup = max(ell(h, vec3(.046, .055, .046) * size), h.y - .022 - .012 * cos(atan(h.z, h.x) * 5.));
  float up = clamp((h.y + .09) / .21, 0., 1.);
  float florets = .005 * sin(h.y * 150. + cos(atan(h.z, h.x) * 3.));
  float spike = max(radius - .023 * size * sqrt(1.02 - up) * smoothstep(-.1, .25, up) - florets * (1.1 - up), abs(h.y - .015) - .105);
  bool is_spike = d > LAVENDER_FROM && d < .90;
  float head = is_spike ? spike : (d < .38 ? daisy : cup);
  float heart = d < .38 ? ell(h - vec3(0, .012, 0), vec3(.019, .014, .019) * size) : 1e3;
  vec2 flower = U(U(vec2(stem, STEM), vec2(head * .7, PETAL)), vec2(heart * .8, HEART));

  float outside = max((p.y - lieOfLand(p.xz) - FLOWER_TOP) * .8, length(p.xz - CAM.xz) - FLOWERS_REACH - .15);
  if (outside < 0.) gCell = min(gCell, min(cellStep(local.x, gRd.x, FLOWER_CELL * .5), cellStep(local.y, gRd.z, FLOWER_CELL * .5)));
  flower.x = grows ? flower.x : 1e3;
  return outside > 0. ? vec2(outside + .06, STEM) : flower;
}

// Two rails between leaning posts on one side of the path, a lantern on every third post.
vec2 fence(vec3 p) {
  float n = clamp(floor(p.z / POST_SPACING + .5), -3., 12.);
  float x = fence_side * 2.75;
  float lean = (h1(n + SEED * 5.) - .5) * .14;
  float base = lieOfLand(vec2(x, n * POST_SPACING));
  vec3 q = vec3(p.x - x - pathX(p.z) - lean * (p.y - base), p.y - base, p.z - n * POST_SPACING);
  float post = box(q - vec3(0, .45, 0), vec3(.055, .62 + .05 * lean, .055)) - .01;
  float along = clamp(p.z, -3. * POST_SPACING, 12. * POST_SPACING);
  float rail_y = min(abs(q.y - .88 - .03 * sin(p.z * 1.9 + SEED * 9.)), abs(q.y - .50 + .03 * sin(p.z * 1.4)));
  float beside = p.x - x - pathX(p.z) + .06;
  float rail = length(vec2(max(abs(beside) - .012, 0.), max(rail_y - .045, 0.))) - .008;
  rail = max(rail, abs(p.z - along) - .1) * .85;
  vec3 l = q - vec3(0, 1.26, 0);
  bool hangs = mod(n + floor(SEED * 9.), 3.) < .5;
  float glass = hangs ? cyl(l, .065, .09) : 1e3;
  float lid = hangs ? max(length(l.xz) - .11 + .5 * clamp(l.y - .09, 0., .2), abs(l.y - .14) - .05) * .8 : 1e3;
  return U(U(vec2(min(post, rail), WOOD), vec2(glass, LANTERN)), vec2(lid, BARK));
}

// How far outside the oak's leaves; `fine` 0 leaves out the tufts.
float oakCrown(vec3 q, float fine) {
  float mass = min(ell(q - vec3(0, 5.4, 0), vec3(3.7, 2.7, 3.5)), ell(q - vec3(1.5, 7., .4), vec3(2.4, 1.7, 2.3)));
  mass = smin(mass, ell(q - vec3(-2.1, 4.6, -.5), vec3(2.5, 1.6, 2.4)), .8);
  float clumps = sin(q.x * 1.7 + 1.) * sin(q.y * 2.1 + SEED * 9.) * sin(q.z * 1.7 + 2.);
  float tufts = sin(q.x * 4.9 + q.y) * sin(q.y * 5.7) * sin(q.z * 4.9 + q.y);
  float sprays = sin(q.x * 12.) * sin(q.y * 13. + q.x * 3.) * sin(q.z * 12.);
  return (mass - .62 * clumps - fine * (.30 * tufts + .13 * sprays)) * .42;
}

vec2 oak(vec3 p) {
  vec3 q = p - vec3(tree_place.x, lieOfLand(tree_place), tree_place.y);
  vec2 toward = q.xz / max(length(q.xz), .01);
  float roots = .28 * exp(-1.6 * max(q.y, 0.)) * (1. + .4 * sin(toward.x * 5.) * sin(toward.y * 6.));
  float stem = max(length(q.xz - vec2(.12 * sin(q.y), 0)) - .36 + .03 * q.y - roots, q.y - 5.);
  float limbs = min(cap(q, vec3(0, 2.1, 0), vec3(1.9, 4.9, .4), .20, .09), cap(q, vec3(0, 2.4, 0), vec3(-1.9, 4.5, -.3), .18, .08));
  return U(vec2(smin(stem, limbs, .3) * .85, BARK), vec2(oakCrown(q, 1.), LEAVES));
}

float poplars(vec3 p) {
  float n = clamp(floor(p.x / 5.2 + .5), -5., 5.);
  float k = h1(n * 3.1 + SEED * 19.);
  vec3 q = p - vec3(n * 5.2 + 1.6 * (k - .5), 0., -27. - 3. * k);
  float tall = 5. + 2.2 * k;
  float ragged = .16 * sin(q.x * 5.) * sin(q.y * 3.1 + k * 9.) * sin(q.z * 5.) + .07 * sin(q.x * 13.) * sin(q.y * 9.) * sin(q.z * 13.);
  bool grows = k > .25 && abs(n) > .5;
  return grows ? (ell(q - vec3(0, tall, 0), vec3(1.05, tall, 1.05)) - ragged) * .6 : 1e3;
}

// A tower mill, its sails towards the path.
vec2 mill(vec3 p) {
  vec3 q = p - vec3(mill_place.x, lieOfLand(mill_place), mill_place.y);
  q.xz *= mill_turn;
  float tower = max(length(q.xz) - mix(2.25, 1.35, clamp(q.y / 7.6, 0., 1.)), q.y - 7.6) * .95;
  float gallery = cyl(q - vec3(0, 3.1, 0), 2.5, .09);
  float dome = ell(q - vec3(0, 7.6, 0), vec3(1.55, 1.25, 1.55));
  float shaft = cap(q, vec3(0, 7.9, 0), vec3(0, 8.1, -2.15), .16, .12);
  vec3 s = q - vec3(0, 8.1, -2.0);
  s.xy *= sail_turn;
  vec2 arm = abs(s.x) > abs(s.y) ? vec2(-s.y * sign(s.x), abs(s.x)) : vec2(s.x * sign(s.y), abs(s.y));
  float bar = box(vec3(arm.x, arm.y - 2.4, s.z), vec3(.07, 2.4, .06));
  float cloth = box(vec3(arm.x - .52, arm.y - 2.9, s.z), vec3(.44, 1.8, .025));
  return U(U(vec2(min(tower, min(gallery, dome)), MILL), vec2(min(shaft, bar), WOOD)), vec2(cloth, SAIL));
}

vec2 props(vec3 p) {
  vec2 r = U(flowers(p), fence(p));
  r = U(r, oak(p));
  r = U(r, vec2(poplars(p), POPLAR));
  return U(r, mill(p));
}

// What throws shadows, simpler than `world` and nowhere outside it. Single flowers shade nothing.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  vec3 t = p - vec3(tree_place.x, lieOfLand(tree_place), tree_place.y);
  float trunk = max(length(t.xz) - .3, t.y - 4.5);
  vec3 m = p - vec3(mill_place.x, lieOfLand(mill_place), mill_place.y);
  float tower = max(length(m.xz) - mix(2.2, 1.3, clamp(m.y / 7.6, 0., 1.)), m.y - 8.4);
  float ground = (p.y - lieOfLand(p.xz) - hills(p.xz) + .02) * .6;
  return min(min(ground, min(trunk, oakCrown(t, 0.) + .12)), min(min(tower, poplars(p) + .05), fence(p).x));
}

// Flowers too far to stand one by one, in their leaves.
vec3 fieldColour(vec2 x, float t) {
  float fine = vn(x * 11.);
  vec3 leaves = mix(vec3(.045, .095, .025), vec3(.15, .24, .06), .5 * fine + .5 * vn(x * 4.));
  float d = drift(x + .8 * (vn(x * 1.7) - .5));
  float dots = smoothstep(.50, .66, mix(vn(x * vec2(16., 13.)), .62, smoothstep(12., 40., t)));
  float among = mix(.15, .80, smoothstep(3.5, FLOWERS_REACH, t)) * mix(.75, 1., dots);
  return mix(leaves, flowerColour(d) * (.75 + .35 * fine), among * mix(dots, 1., smoothstep(25., 60., t)));
}

// A patchwork of crops on the hills, hedges between.
vec3 hillColour(vec3 p) {
  vec2 at = p.xz * hill_turn / PATCH;
  float k = h2(floor(at) + floor(SEED * 31.));
  vec3 crop = mix(vec3(.16, .24, .07), vec3(.30, .34, .11), fract(k * 7.));
  crop = mix(crop, vec3(.34, .24, .58), step(.62, k));
  crop = mix(crop, vec3(.66, .52, .16), step(.84, k));
  float rows = .88 + .2 * vn(vec2(at.x * 60., at.y * 2.));
  vec2 field = abs(fract(at) - .5);
  float hedge = smoothstep(.445, .465, max(field.x, field.y));
  float far = smoothstep(130., 230., length(p.xz));
  vec3 colour = mix(crop * rows, vec3(.05, .09, .04) * (.6 + .8 * vn(p.xz * .9)), hedge);
  return mix(colour, vec3(.19, .24, .26), far);
}

void groundSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  float away = fromPath(p.xz);
  float fine = mix(vn(p.xz * 19.), .5, smoothstep(5., 15., t));
  vec3 earth = mix(vec3(.27, .20, .12), vec3(.44, .34, .21), .5 * fine + .5 * vn(p.xz * 3.));
  vec3 grass = mix(vec3(.10, .16, .04), vec3(.24, .29, .08), .5 * fine + .5 * vn(p.xz * 6.));
  float ruts = abs(away - .42) + .16 * (vn(p.xz * 2.) - .5) + .10 * (vn(p.xz * 7.) - .5);
  vec3 path = mix(earth, grass, smoothstep(.20, .34, ruts));
  albedo = mix(path, fieldColour(p.xz, t), smoothstep(.70, .98, away + .2 * (vn(p.xz * 5.) - .5)));
  albedo = mix(albedo, hillColour(p), smoothstep(52., 74., length(p.xz) + 12. * vn(p.xz * .1)));
  float puddle = smoothstep(.13, .07, ruts) * smoothstep(.52, .62, vn(p.xz * vec2(1., .5) + SEED * 3.)) * smoothstep(.45, .8, WET);
  albedo *= mix(1., .7, WET) * mix(1., .5, puddle);
  reflectivity = .7 * puddle;
}

void millSurface(vec3 p, vec3 n, inout vec3 albedo, inout vec3 emission) {
  vec3 q = p - vec3(mill_place.x, lieOfLand(mill_place), mill_place.y);
  q.xz *= mill_turn;
  vec3 brick = vec3(.62, .56, .48) * (.8 + .25 * vn(vec2(atan(q.x, q.z) * 9., q.y * 3.)));
  albedo = q.y > 7.55 ? vec3(.16, .10, .07) : (q.y < 3.2 && q.y > 2.9 ? vec3(.22, .14, .08) : brick);
  vec2 pane = min(abs(vec2(q.x, q.y - 4.8)), abs(vec2(q.x, q.y - 1.6))) - vec2(.30, .42);
  float glass = step(max(pane.x, pane.y), 0.) * step(q.z, 0.);
  albedo = mix(albedo, vec3(.05), glass);
  emission = vec3(1., .62, .28) * 2.2 * LIT * glass * step(.04, abs(q.x));
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec2 cell = floor(p.xz / FLOWER_CELL);
  float grain = vn(p.xz * 5. + p.y * 4.);
  if (id == GROUND) {
    groundSurface(p, t, albedo, reflectivity);
  } else if (id == PETAL) {
    float k2 = h2(cell + 5.);
    albedo = flowerColour(drift((cell + .5) * FLOWER_CELL + .5 * (k2 - .5))) * (.78 + .3 * h2(cell + 2.));
  } else if (id == HEART) {
    albedo = vec3(.70, .42, .05);
  } else if (id == STEM) {
    albedo = mix(vec3(.07, .13, .03), vec3(.20, .28, .08), h2(cell));
  } else if (id == WOOD) {
    albedo = vec3(.36, .30, .24) * (.6 + .6 * vn(vec2(p.x * 9. + p.z * 3., p.y * 30.)));
  } else if (id == BARK) {
    albedo = vec3(.13, .095, .07) * (.6 + .8 * vn(vec2(p.x * 7. + p.z * 7., p.y * 2.)));
  } else if (id == LEAVES) {
    albedo = mix(vec3(.05, .11, .025), vec3(.22, .29, .07), .5 * grain + .5 * vn(p.xz * 11. + p.y * 9.));
  } else if (id == MILL) {
    millSurface(p, n, albedo, emission);
  } else if (id == SAIL) {
    albedo = vec3(.78, .72, .62) * (.8 + .2 * vn(p.xy * 3.));
  } else if (id == LANTERN) {
    albedo = vec3(.5, .42, .30);
    emission = vec3(1., .62, .25) * 2.8 * LIT;
  } else {
    albedo = mix(vec3(.05, .10, .035), vec3(.14, .20, .06), grain);
  }
  // Distance: pale matter that takes whatever light the style gives.
  albedo = mix(albedo, vec3(.56, .62, .70), .60 * smoothstep(60., 260., t) * (id == GROUND ? 1. : .4));
}
