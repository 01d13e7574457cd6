// A wide field of snow, a sledge's tracks leading to a cabin, a frozen river beside them.
//
// Metres; y up. The tracks run along z at x = 0, level where people stand, then bend to the cabin's door. Bare birches and laden
// spruces stand in cells, hills with dark woods close the view. Kept clear for cameras and the performer in every seed:
// |x| < 1.4 and, above y = 1.2, |x| < 2.1, for -9 < z < 11.
const float ICE = 1.;
const float SNOW = 2.;
const float BIRCH = 3.;
const float SPRUCE = 4.;
const float CABIN = 5.;
const float ROOF = 6.;
const float WOOD = 7.;
const float LANTERN = 8.;
const float CAP = 9.;      // snow lying on things
const float HILL_WOOD = 10.;
const float TWIG = 11.;

const float TREE_CELL = 3.8;
const float TREE_TOP = 9.6;
const float TREES_REACH = 62.;
const float STAKE_SPACING = 3.1;

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
float river_side = chance(1.) > .5 ? 1. : -1.;
float river_bend = 1.6 + 1.6 * chance(2.);
float river_phase = 6.28 * chance(3.);
vec2 cabin_place = vec2(-river_side * (4.6 + 2. * chance(4.)), 18. + 4. * chance(5.));
mat2 cabin_turn = turned(river_side * (.35 + .3 * chance(6.)));
mat2 roof_pitch = turned(-.80);

float trackX(float z) {
  return cabin_place.x * .8 * smoothstep(7., cabin_place.y - 1., z);
}

float fromTrack(vec2 x) {
  return abs(x.x - trackX(x.y)) + 4. * smoothstep(0., 3., x.y - cabin_place.y + 2.);
}

// Metres from the frozen river's middle.
float fromRiver(vec2 x) {
  float bends = river_side * (6.4 + river_bend * sin(x.y * .10 + river_phase) - .07 * max(x.y - 10., 0.));
  return abs(x.x - bends);
}

// The lie of the land, of sines only: every tree asks for it.
float lieOfLand(vec2 x) {
  float open_ = smoothstep(1.1, 4., fromTrack(x));
  float drifts = .22 + .20 * sin(x.x * .55 + x.y * .21 + SEED * 9.) + .12 * sin(x.y * .62 - x.x * .35 + SEED * 4.);
  float rolls = smoothstep(14., 60., length(x)) * (1.4 + 1.6 * sin(x.x * .05 + SEED * 5.) * sin(x.y * .045 + 1.));
  float bed = .75 * smoothstep(2.9, 1.5, fromRiver(x));
  return open_ * drifts + rolls * smoothstep(2., 6., fromRiver(x)) - bed;
}

// Grooves of the runners and, between them, one walker's prints; metres below the snow.
float tracks(vec2 x) {
  float along = step(x.y, cabin_place.y - 1.5);
  float off_middle = x.x - trackX(x.y);
  float grooves = smoothstep(.085, .03, abs(abs(off_middle) - .36));
  float side = sign(fract(x.y * .70) - .5);
  vec2 foot = vec2((off_middle - .10 * side) * 1.7, (fract(x.y * 1.40) - .5) * .71);
  float prints = smoothstep(.17, .09, length(foot));
  return along * max(.6 * grooves, prints);
}

// Snowy hills with woods on them, a pale range behind.
float woods(vec2 x) {
  return smoothstep(.46, .56, vn(x * .028 + SEED * 9.)) * smoothstep(58., 74., length(x));
}

float hills(vec2 x) {
  float away = length(x);
  float rise = smoothstep(48., 170., away) * (5. + 20. * vn(x * .014 + SEED * 7.));
  float range = smoothstep(140., 250., away) * (10. + 46. * vn(x * .0125 + SEED * 3.));
  return rise + range + woods(x) * (2.2 + 3.4 * vn(x * .62)) * smoothstep(230., 150., away);
}

float groundHeight(vec2 x) {
  float open_ = smoothstep(.55, 1.8, fromTrack(x));
  float wind = .10 * vn(x * vec2(.9, 2.1) + SEED * 5.) + .035 * vn(x * vec2(2.6, 6.));
  return lieOfLand(x) + open_ * wind - .028 * tracks(x) + hills(x);
}

vec2 terrain(vec3 p) {
  vec2 ground = vec2((p.y - groundHeight(p.xz)) * .7, woods(p.xz) > .4 ? HILL_WOOD : SNOW);
  return U(ground, vec2(p.y + .42, ICE));
}

// A birch or a spruce in some cells, where groves are.
struct Tree {
  vec2 local;    // from the cell's middle
  vec3 q;        // from the tree's foot
  float k;       // its own chance
  float tall;
  bool spruce;
  bool grows;
};

Tree treeAround(vec3 p) {
  vec2 cell = floor(p.xz / TREE_CELL + vec2(.5, 0));    // the tracks run along the middle of a row of cells
  vec2 middle = (cell + vec2(0, .5)) * TREE_CELL;
  float k = h2(cell + SEED * 31.);
  float k2 = fract(k * 57.);
  vec2 offset = (vec2(k2, fract(k * 7.)) - .5) * 1.3;
  vec2 foot = middle + offset;
  Tree tree;
  tree.k = k;
  tree.local = p.xz - middle;
  bool frames = abs(middle.x) < TREE_CELL + .1 && abs(middle.y - 8.) < 3.;    // the pair that every view ahead looks between
  tree.spruce = fract(k * 13.) > .52 && !frames;
  tree.tall = tree.spruce ? 2.6 + 5.4 * k2 * k2 : 6.2 + 2.8 * k2;
  float grove = .45 + .5 * sin(foot.x * .21 + SEED * 7.) * sin(foot.y * .17 + SEED * 3.) + .2 * smoothstep(20., 45., length(foot));
  bool free = fromTrack(foot) > (tree.spruce ? 3.5 : 2.7) && fromRiver(foot) > 3. && length(foot - cabin_place) > 5.2;
  tree.grows = (k < grove || frames) && free && length(foot) < TREES_REACH;
  tree.q = vec3(tree.local.x - offset.x, p.y - lieOfLand(foot) + .1, tree.local.y - offset.y);
  tree.q.xz += .05 * (vec2(k, k2) - .5) * tree.q.y;
  return tree;
}

void keepToCell(vec2 local) {
  gCell = min(gCell, min(cellStep(local.x, gRd.x, TREE_CELL * .5), cellStep(local.y, gRd.z, TREE_CELL * .5)));
}

// Rising boughs, one to a storey of the trunk, turning as they climb.
float boughs(vec3 q, float k, float tall, float per_metre, float len, float thick) {
  float storey = floor(q.y * per_metre + k * 3.);
  float angle = storey * 2.4 + k * 40.;
  vec2 out_ = vec2(cos(angle), sin(angle));
  float along = dot(q.xz, out_);
  float aside = dot(q.xz, vec2(-out_.y, out_.x)) - .10 * sin(along * 5. + storey);
  float level = (fract(q.y * per_metre + k * 3.) - .5) / per_metre - .38 / per_metre * (along / len * 2. - 1.);
  float d = max(length(vec2(aside, level)) - thick * (1.05 - along / len), max(-along, along - len));
  return max(d, max(.34 * tall - q.y, q.y - tall));
}

// A birch's trunk in x, its boughs and twigs in y.
vec2 birch(Tree tree) {
  vec3 q = tree.q;
  float y = clamp(q.y / tree.tall, 0., 1.);
  q.xz -= .07 * vec2(sin(q.y * .9 + tree.k * 9.), cos(q.y * .8));
  float radius = length(q.xz);
  float stem = max(radius - mix(.125, .02, y) - .08 * exp(-3. * max(q.y, 0.)), q.y - tree.tall);
  float spread = 1.35 * sin(3.0 * clamp((y - .28) / .74, 0., 1.)) + .12;
  float big = boughs(q, tree.k, tree.tall, 1.1, spread, .034);
  float small = boughs(q, tree.k + .37, tree.tall, 2.3, .8 * spread, .020);
  float twigs = boughs(q, tree.k + .71, tree.tall, 3.9, .65 * spread, .013);
  return vec2(stem * .85, min(big, min(small, twigs)) * .6);
}

float spruceCone(Tree tree) {
  vec3 q = tree.q;
  float y = clamp(q.y / tree.tall, 0., 1.);
  float tiers = y * (6. + floor(4. * tree.k)) + .25 * sin(q.x * 5. + q.z * 4. + tree.k * 9.);
  float bough = sin(q.x * 9. + floor(tiers) * 2.3) * sin(q.z * 9. + floor(tiers) * 3.1);
  float reach = min(1.2, tree.tall * .24);
  float cone = (1. - y) * reach * (1.04 - .50 * fract(tiers)) * (1. + .24 * bough) + .02;
  return max(length(q.xz) - cone, max(q.y - tree.tall, .06 * tree.tall - q.y)) * .5;
}

vec2 trees(vec3 p) {
  Tree tree = treeAround(p);
  vec2 bare = birch(tree);
  vec2 d = tree.spruce ? vec2(spruceCone(tree), SPRUCE) : U(vec2(bare.x, BIRCH), vec2(bare.y, TWIG));
  float above = p.y - TREE_TOP - 3.;
  if (above < 0.) keepToCell(tree.local);
  d.x = above > 0. ? above + .1 : (tree.grows ? d.x : 1e3);
  return d;
}

// Stakes that mark the way, caps of snow on them, a lantern on every third.
vec2 stakes(vec3 p) {
  float n = clamp(floor(p.z / STAKE_SPACING + .5), -2., 4.);
  float z = n * STAKE_SPACING + .9;
  float k = h1(n + SEED * 5.);
  float side = p.x > trackX(z) ? 1. : -1.;
  vec3 q = p - vec3(trackX(z) + side * 1.72, lieOfLand(vec2(trackX(z) + side * 1.72, z)), z);
  q.xy -= vec2(.09 * (k - .5) * q.y, 0);
  float tall = .72 + .22 * fract(k * 7.);
  float post = cyl(q - vec3(0, tall * .5 - .1, 0), .05, tall * .5 + .1) - .008;
  bool lit = mod(n + step(0., side) + floor(SEED * 9.), 3.) < .5;
  float snow = lit ? 1e3 : ell(q - vec3(0, tall + .03, 0), vec3(.085, .075, .085));
  vec3 l = q - vec3(0, tall + .13, 0);
  float glass = lit ? cyl(l, .07, .105) : 1e3;
  float lid = lit ? ell(l - vec3(0, .155, 0), vec3(.125, .075, .125)) : 1e3;
  return U(U(vec2(post, WOOD), vec2(min(snow, lid) * .8, CAP)), vec2(glass, LANTERN));
}

// The cabin's own frame: from its foot, its door towards -z.
vec3 inCabin(vec3 p) {
  vec3 q = p - vec3(cabin_place.x, lieOfLand(cabin_place) - .1, cabin_place.y);
  q.xz *= cabin_turn;
  return q;
}

vec2 cabin(vec3 p) {
  vec3 q = inCabin(p);
  float logs = .035 * abs(sin(q.y * 10.5));
  float walls = box(q - vec3(0, 1.1, 0), vec3(2.1, 1.9, 1.8)) - logs;
  walls = max(walls, .62 * (abs(q.x) * 1.03 + q.y - 4.15));
  vec3 r = vec3(abs(q.x), q.y - 2.12, q.z);
  r.xy *= roof_pitch;
  float roof = box(r - vec3(1.22, 1.43, -.1), vec3(1.72, .07, 2.35));
  float snow = box(r - vec3(1.20, 1.60, -.1), vec3(1.66, .10, 2.30)) - .09;
  float chimney = box(q - vec3(1., 3.8, .6), vec3(.32, .95, .32));
  float chimney_snow = ell(q - vec3(1., 4.76, .6), vec3(.42, .16, .42));
  float step_ = box(q - vec3(0, .12, -2.2), vec3(.75, .14, .45));
  vec2 d = U(vec2(walls * .9, CABIN), vec2(min(roof, step_), ROOF));
  return U(d, U(vec2(chimney, ROOF), vec2(min(snow, chimney_snow) * .9, CAP)));
}

vec2 props(vec3 p) {
  return U(U(trees(p), stakes(p)), cabin(p));
}

// What throws shadows, simpler than `world` and nowhere outside it. Twigs shade nothing.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  Tree tree = treeAround(p);
  float y = clamp(tree.q.y / tree.tall, 0., 1.);
  float cone = max(length(tree.q.xz) - .72 * min(1.2, tree.tall * .24) * (1. - y), max(tree.q.y - tree.tall, .1 - tree.q.y)) * .8;
  vec3 b = tree.q;
  b.xz -= .07 * vec2(sin(b.y * .9 + tree.k * 9.), cos(b.y * .8));
  float spread = 1.35 * sin(3.0 * clamp((y - .28) / .74, 0., 1.)) + .12;
  float bare = min(max(length(b.xz) - mix(.12, .02, y), b.y - tree.tall), boughs(b, tree.k, tree.tall, 1.1, spread, .03) * .6);
  float above = p.y - TREE_TOP - 3.;
  if (above < 0.) keepToCell(tree.local);
  float standing = above > 0. ? above + .5 : (tree.grows ? (tree.spruce ? cone : bare) : 1e3);
  vec3 q = inCabin(p);
  float house = max(box(q - vec3(0, 1.1, 0), vec3(2., 3., 1.7)), .62 * (abs(q.x) * 1.03 + q.y - 4.1));
  float ground = (p.y - lieOfLand(p.xz) - hills(p.xz) + .02) * .7;
  return min(min(ground, standing), min(house, stakes(p).x));
}

// Window light on the snow before the cabin.
vec3 windowLight(vec3 p) {
  vec3 q = inCabin(p);
  vec2 pool = vec2(abs(abs(q.x) - 1.15) / (.5 + .16 * max(-q.z - 1.8, 0.)), (-q.z - 1.8) / 3.4);
  float before = smoothstep(-.1, .15, pool.y);
  return vec3(1., .55, .20) * LIT * .55 * before * exp(-pool.x * pool.x - pool.y * pool.y * 2.);
}

void snowSurface(vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission) {
  float fine = mix(vn(p.xz * 21.), .5, smoothstep(4., 13., t));
  float crust = vn(p.xz * vec2(.7, 1.9) + SEED * 3.);
  albedo = mix(vec3(.50, .57, .68), vec3(.70, .715, .74), .65 * crust + .35 * fine);
  albedo *= .80 + .20 * smoothstep(.80, 1., n.y);
  albedo = mix(albedo, vec3(.36, .43, .56), .75 * tracks(p.xz) * smoothstep(45., 12., t));
  float trodden = smoothstep(.8, .45, fromTrack(p.xz) + .25 * (vn(p.xz * 3.) - .5));
  albedo = mix(albedo, vec3(.54, .59, .67), .5 * trodden);
  float straw = smoothstep(.78, .84, vn(p.xz * vec2(34., 11.) + 5.)) * smoothstep(.52, .66, vn(p.xz * .45 + SEED)) * smoothstep(15., 5., t);
  albedo = mix(albedo, vec3(.34, .27, .16), .8 * straw * smoothstep(1.2, 2., fromTrack(p.xz)));
  emission = windowLight(p);
}

void iceSurface(vec3 p, float t, inout vec3 albedo, inout float reflectivity) {
  float dusting = smoothstep(.45, .70, fbm(p.xz * vec2(.55, .30) + SEED * 3., 3)) + smoothstep(1.3, 1.9, fromRiver(p.xz));
  float crack = smoothstep(.025, .008, abs(vn(p.xz * .9 + 7.) - .5)) * smoothstep(26., 10., t);
  albedo = mix(vec3(.10, .19, .26), vec3(.30, .42, .50), vn(p.xz * .8));
  albedo = mix(albedo, vec3(.74, .78, .84), clamp(dusting + .7 * crack, 0., 1.));
  reflectivity = mix(.75, .05, clamp(dusting, 0., 1.));
}

void cabinSurface(vec3 p, inout vec3 albedo, inout vec3 emission) {
  vec3 q = inCabin(p);
  albedo = vec3(.24, .145, .085) * (.5 + .6 * abs(sin(q.y * 10.5))) * (.8 + .4 * vn(vec2(q.x * 3. + q.z * 3., q.y * 18.)));
  bool front = q.z < -1.7;
  float along = front ? abs(q.x) - 1.15 : abs(q.z) - .8;
  vec2 pane = abs(vec2(along, q.y - 1.45)) - vec2(.34, .42);
  float glass = step(max(pane.x, pane.y), 0.);
  float bars = step(.035, abs(along)) * step(.035, abs(q.y - 1.45));
  float frame = step(max(pane.x, pane.y), .07) * (1. - glass);
  float door = front ? step(max(abs(q.x) - .42, abs(q.y - 1.1) - .95), 0.) : 0.;
  albedo = mix(albedo, vec3(.10, .055, .035), door);
  albedo = mix(albedo, vec3(.60, .56, .50), frame);
  albedo = mix(albedo, vec3(.06), glass);
  emission = vec3(1., .60, .26) * 2.4 * max(LIT, .25) * glass * bars;
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  float grain = vn(p.xz * 7. + p.y * 5.);
  vec3 snow = vec3(.72, .75, .79);
  if (id == SNOW) {
    snowSurface(p, n, t, albedo, emission);
  } else if (id == ICE) {
    iceSurface(p, t, albedo, reflectivity);
  } else if (id == BIRCH) {
    float around = atan(n.z, n.x);
    float marks = smoothstep(.66, .74, vn(vec2(around * 1.6, p.y * 7.))) + smoothstep(.9, .2, p.y) * smoothstep(.4, .6, grain);
    albedo = mix(vec3(.72, .69, .64), vec3(.09, .08, .08), clamp(marks, 0., 1.) * .9);
  } else if (id == TWIG) {
    albedo = mix(vec3(.13, .095, .08), snow, .75 * smoothstep(.35, .8, n.y));
  } else if (id == SPRUCE) {
    float lies = smoothstep(.12, .50, n.y + .5 * (grain - .5));
    albedo = mix(mix(vec3(.03, .065, .05), vec3(.075, .12, .07), grain), snow, lies);
  } else if (id == CABIN) {
    cabinSurface(p, albedo, emission);
  } else if (id == ROOF || id == WOOD) {
    albedo = vec3(.17, .12, .085) * (.6 + .6 * grain);
  } else if (id == LANTERN) {
    albedo = vec3(.5, .42, .30);
    emission = vec3(1., .62, .25) * 2.8 * LIT;
  } else if (id == CAP) {
    albedo = snow;
  } else {
    albedo = mix(vec3(.07, .10, .095) * (.5 + vn(p.xz * .9 + p.y * .7)), snow, .55 * smoothstep(.72, .95, n.y));
  }
  albedo = mix(albedo, vec3(.66, .72, .80), .62 * smoothstep(45., 240., t));
}
