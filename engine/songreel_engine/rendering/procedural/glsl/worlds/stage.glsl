// A stage in a dark hall, seen from the crowd, from the boards, or from behind. SEED sets what burns at the back (a wall of
// light with one of five pictures, or a curtain), its colours, where drums and amplifiers stand, and who is in the crowd.
//
// Metres, y up; the boards are y = 0, the hall's floor lies lower. The crowd is towards -z. Kept clear for cameras and the
// performer in every seed: on the boards |x| < 1.8, -1.5 < z < 2.3, y < 4.6; above the crowd y > 1.3.
const float BOARDS = 1.;
const float HALL = 2.;
const float WALL = 3.;
const float SCREEN = 4.;
const float CURTAIN = 5.;
const float RISER = 6.;
const float IRON = 7.;
const float LAMP = 8.;
const float AMP = 9.;
const float DRUM = 10.;
const float BRASS = 11.;
const float CROWD = 12.;
const float TELEPHONE = 13.;
const float BALCONY = 14.;
const float FENCE = 15.;

const float HALL_Y = -1.1;
const float EDGE_Z = -2.6;         // the stage's front
const float BACK_Z = 6.2;
const float CEILING_Y = 8.6;
const float WING_X = 5.4;          // black cloth at both sides of the stage
const float TRUSS_Y = 5.5;
const float REAR_Z = 4.0;          // of the rear truss
const float FRONT_Z = -2.0;
const float LAMP_EVERY = 1.25;
const float CROWD_Z = -4.0;        // the first row
const float CROWD_TOP = 1.0;
const vec2 PERSON = vec2(.60, .66);
const vec2 SCREEN_HALF = vec2(4.3, 2.75);
const float SCREEN_Y = 3.05;
const int BEAMS = 6;

float chance(float k) {
  return h1(SEED * 61.7 + k * 7.31);
}

// This seed's plan. Globals, so that a march works them out once and not at every step.
float mirror = chance(1.) > .5 ? 1. : -1.;
float riser_x = mirror * (.5 + .7 * chance(2.));
float has_screen = step(.24, chance(3.));
float picture = floor(chance(4.) * 5.);
float stack_z = 2.9 + .7 * chance(5.);
float tune = floor(chance(6.) * 4.);
vec3 first_colour = tune < .5 ? vec3(1., .22, .30) : (tune < 1.5 ? vec3(1., .50, .14) : (tune < 2.5 ? vec3(.10, .75, .95) : vec3(1., .62, .30)));
vec3 second_colour = tune < .5 ? vec3(.22, .38, 1.) : (tune < 1.5 ? vec3(.55, .14, .85) : (tune < 2.5 ? vec3(.90, .12, .60) : vec3(.95, .20, .10)));

float folds(float along, float y) {
  return .10 * sin(along * 9. + .3 * sin(y * .9)) + .04 * sin(along * 23. + 1.);
}

vec2 terrain(vec3 p) {
  float stage = box(p - vec3(0., -.55, 1.9), vec3(7., .55, 4.5));
  vec2 r = vec2(stage, BOARDS);
  r = U(r, vec2(p.y - HALL_Y, HALL));
  float shell = min(min(9.5 - abs(p.x), p.z + 27.), min(CEILING_Y - p.y, BACK_Z + .6 - p.z));
  r = U(r, vec2(shell, WALL));
  float wing = max(abs(abs(p.x) - WING_X - folds(p.z, p.y)) - .03, max(-1.8 - p.z, -p.y)) * .6;
  r = U(r, vec2(wing, CURTAIN));
  vec3 s = p - vec3(0., SCREEN_Y, BACK_Z - .1);
  float screen = has_screen > .5 ? box(s, vec3(SCREEN_HALF, .12)) : 1e3;
  r = U(r, vec2(screen, SCREEN));
  float curtain = has_screen > .5 ? 1e3 : (BACK_Z - .1 - p.z + folds(p.x, p.y)) * .6;
  r = U(r, vec2(curtain, CURTAIN));
  vec3 q = p - vec3(riser_x, .22, 3.9);
  r = U(r, vec2(box(q, vec3(1.55, .22, 1.25)), RISER));
  float fence = box(p - vec3(0., HALL_Y + .56, CROWD_Z + .28), vec3(9., .56, .035));
  r = U(r, vec2(fence, FENCE));
  float balcony = box(p - vec3(0., 2.7, -24.), vec3(9.5, .45, 3.6));
  return U(r, vec2(balcony, BALCONY));
}

// A drum lying or standing: radius, half length along its axis.
float drum(vec2 across, float along, float radius, float half_length) {
  vec2 q = abs(vec2(length(across), along)) - vec2(radius, half_length);
  return length(max(q, 0.)) + min(max(q.x, q.y), 0.);
}

float cymbal(vec3 q, float radius, float tilt) {
  q.yz = rot(q.yz, tilt);
  float cup = .06 * exp(-60. * dot(q.xz, q.xz));
  return max(abs(q.y - cup + .10 * length(q.xz) * length(q.xz)) - .008, length(q.xz) - radius) * .8;
}

vec2 drums(vec3 p) {
  vec3 q = p - vec3(riser_x, .44, 3.55);
  float kit = drum(q.xy - vec2(0., .32), q.z, .31, .22);
  vec3 t = vec3(abs(q.x) - .20, q.y - .80, q.z - .08);
  t.yz = rot(t.yz, .45);
  kit = min(kit, drum(t.xz, t.y, .155, .11));
  kit = min(kit, drum((q - vec3(-.62, .40, .25)).xz, q.y - .40, .21, .20));
  kit = min(kit, drum((q - vec3(.55, .58, .32)).xz, q.y - .58, .18, .07));
  vec2 r = vec2(kit, DRUM);
  float brass = cymbal(q - vec3(-.66, 1.24, .12), .26, .30);
  brass = min(brass, cymbal(q - vec3(.56, 1.30, .05), .24, .26));
  brass = min(brass, cymbal(q - vec3(.88, .86, .32), .18, .04));
  r = U(r, vec2(brass, BRASS));
  float stands = cap(q, vec3(-.66, 0., .12), vec3(-.66, 1.24, .12), .014, .012);
  stands = min(stands, cap(q, vec3(.56, 0., .05), vec3(.56, 1.30, .05), .014, .012));
  stands = min(stands, cap(q, vec3(.88, 0., .32), vec3(.88, .86, .32), .014, .012));
  stands = min(stands, cap(vec3(abs(q.x + .62) - .17, q.y, q.z - .25), vec3(0.), vec3(0., .3, 0.), .012, .012));
  return U(r, vec2(stands, IRON));
}

// Stacks on one side, a lower pair on the other; wedges along the edge.
vec3 ampFrame(vec3 p) {
  bool tall = p.x * mirror < 0.;
  vec3 q = p - vec3(tall ? -mirror * 3.2 : mirror * 3.7, 0., stack_z);
  q.x = abs(q.x) - .42;
  return q;
}

float amps(vec3 p) {
  bool tall = p.x * mirror < 0.;
  vec3 q = ampFrame(p);
  float lower = box(q - vec3(0., .46, 0.), vec3(.37, .40, .20)) - .025;
  float upper = box(q - vec3(0., 1.30, 0.), vec3(.37, .38, .19)) - .025;
  float head = box(q - vec3(0., tall ? 1.84 : 1.02, 0.), vec3(.34, .11, .15)) - .02;
  vec3 k = vec3(abs(p.x) - 1.55, p.y - .02, p.z + 2.1);
  float wedge = max(box(k, vec3(.33, .34, .25)), dot(k, vec3(0., .78, .63)) - .16);
  return min(min(lower, tall ? upper : 1e3), min(head, wedge));
}

// Somebody else's microphone, beside the performer's place.
float secondMicrophone(vec3 p) {
  vec3 q = p - vec3(mirror * 2.3, 0., .9);
  float d = min(cap(q, vec3(0.), vec3(0., 1.35, 0.), .013, .011), cyl(q - vec3(0., .015, 0.), .14, .012));
  return min(d, cap(q, vec3(0., 1.35, 0.), vec3(-mirror * .30, 1.55, -.10), .011, .03));
}

// Lattice girders across the stage, a row of lamps under each that looks inward and down.
vec3 lampFrame(vec3 p) {
  bool rear = p.z > .5 * (REAR_Z + FRONT_Z);
  float n = clamp(floor(p.x / LAMP_EVERY + .5), -3., 3.);
  vec3 q = vec3(p.x - n * LAMP_EVERY, p.y - TRUSS_Y + .52, p.z - (rear ? REAR_Z : FRONT_Z));
  q.z *= rear ? 1. : -1.;
  q.yz = rot(q.yz, .55);
  return q;
}

vec2 rig(vec3 p) {
  bool rear = p.z > .5 * (REAR_Z + FRONT_Z);
  vec3 q = vec3(p.x, p.y - TRUSS_Y, p.z - (rear ? REAR_Z : FRONT_Z));
  vec2 chord = abs(q.yz) - .17;
  float girder = length(chord) - .026;
  float zig = abs(abs(fract(q.x / .68) - .5) * 2. - .5) * .68 - .17;
  vec2 brace = vec2(abs(q.y - 2. * zig) * .7, abs(q.z) - .17);
  girder = min(girder, length(brace) - .016) ;
  girder = max(girder, max(abs(q.y), abs(q.z)) - .20) * .8;
  vec3 l = lampFrame(p);
  float body = cyl(l - vec3(0., .02, 0.), .125 + .05 * clamp(-l.y * 3., 0., 1.), .17);
  float yoke = box(vec3(abs(l.x) - .17, l.y - .14, l.z), vec3(.014, .20, .03));
  vec2 r = vec2(min(girder, yoke), IRON);
  return U(r, vec2(body * .9, LAMP));
}

struct Fan {
  vec3 l;         // from the feet
  float tall;
  float whim;
  float here;
};

Fan fanAt(vec3 p) {
  Fan f;
  vec2 cell = floor(p.xz / PERSON);
  float id = h2(cell + floor(SEED * 577.) * vec2(3.7, 7.3));
  f.whim = h1(id * 91.);
  f.tall = 1.52 + .26 * h1(id * 37.);
  vec2 q = p.xz - (cell + .5) * PERSON - vec2(h1(id * 13.) - .5, h1(id * 29.) - .5) * vec2(.12, .16);
  f.l = vec3(q.x, p.y - HALL_Y, q.y);
  f.here = step(.08, h1(id * 7.)) * step((cell.y + 1.) * PERSON.y, CROWD_Z) * step(-20., cell.y * PERSON.y);
  return f;
}

// Heads, shoulders, and here and there an arm in the air or a lit telephone.
vec2 crowd(vec3 p) {
  Fan f = fanAt(p);
  vec3 q = f.l;
  float side = f.whim > .5 ? 1. : -1.;
  float d = ell(q - vec3(0., f.tall - .12, 0.), vec3(.088, .125, .10));
  d = min(d, cyl(q - vec3(0., f.tall - .28, 0.), .05, .08));
  d = smin(d, ell(q - vec3(0., f.tall - .48, 0.), vec3(.215, .17, .125)), .06);
  d = min(d, ell(q - vec3(0., f.tall - .85, 0.), vec3(.18, .45, .12)));
  vec3 hand = vec3(side * .17, f.tall + .20, .05);
  vec3 elbow = vec3(side * .24, f.tall - .16, .05);
  float raised = cap(q, vec3(side * .19, f.tall - .44, 0.), elbow, .050, .038);
  raised = min(raised, min(cap(q, elbow, hand, .036, .024), ell(q - hand - vec3(0., .06, 0.), vec3(.046, .075, .022))));
  bool up = abs(f.whim - .5) > .30;
  d = min(d, up ? raised : 1e3);
  bool filming = abs(f.whim - .5) > .43;
  float phone = filming ? box(q - hand - vec3(0., .09, .03), vec3(.038, .075, .008)) : 1e3;
  vec2 r = U(vec2(d * .9, CROWD), vec2(phone, TELEPHONE));
  r.x += f.here > .5 ? 0. : 1e3;
  vec2 in_cell = p.xz - (floor(p.xz / PERSON) + .5) * PERSON;
  float to_border = min(cellStep(in_cell.x, gRd.x, PERSON.x * .5), cellStep(in_cell.y, gRd.z, PERSON.y * .5));
  float to_crowd = max(p.y - CROWD_TOP, p.z - CROWD_Z);    // over the heads and on the stage there are no borders
  gCell = min(gCell, to_crowd > .03 ? to_crowd + .04 : to_border);
  return r;
}

vec2 props(vec3 p) {
  vec2 r = drums(p);
  r = U(r, vec2(amps(p), AMP));
  r = U(r, vec2(secondMicrophone(p), IRON));
  r = U(r, rig(p));
  float to_middle = p.x * gRd.x < 0. ? abs(p.x / gRd.x) + .05 : 1e3;    // the sides differ
  float half_way = p.z - .5 * (REAR_Z + FRONT_Z);
  float to_half = half_way * gRd.z < 0. ? abs(half_way / gRd.z) + .05 : 1e3;
  gCell = min(gCell, min(to_middle, to_half));
  return U(r, crowd(p));
}

// What throws shadows: only what stands on the boards, as the lamps hang inside the hall.
#define SHADOW_WORLD
float shadowWorld(vec3 p) {
  float d = box(p - vec3(0., -.55, 1.9), vec3(7., .55, 4.5));
  d = min(d, p.y - HALL_Y);
  d = min(d, box(p - vec3(riser_x, .22, 3.9), vec3(1.55, .22, 1.25)));
  vec3 q = p - vec3(riser_x, .44, 3.55);
  d = min(d, min(drum(q.xy - vec2(0., .32), q.z, .30, .22), box(q - vec3(0., .80, .08), vec3(.34, .10, .14))));
  return min(d, amps(p));
}

// ---- local colour and light ----

// The show does not wait for the night: the brighter the hour lights the hall, the harder its lamps burn.
float show() {
  return 1.45 - .45 * LIT;
}

vec3 screenPicture(vec2 u, float w) {
  float r = length(u - vec2(0., -.15));
  float soft = w * 2. + .02;
  if (picture < .5) {    // a sun in slices
    float slices = smoothstep(-soft, soft, abs(fract(u.y * 2.2) - .5) - .5 * clamp(.45 - u.y * .42, 0., .8));
    float disc = smoothstep(1.7 + soft, 1.7 - soft, r) * (u.y > .4 ? 1. : slices);
    vec3 low = mix(second_colour, first_colour, clamp(.5 + u.y * .35, 0., 1.));
    return low * 1.15 * disc + second_colour * .10 * smoothstep(3.6, 1.2, r);
  }
  if (picture < 1.5) {    // bars that leap
    float bar = floor(u.x / .43 + .5);
    float tall = 3.6 * h1(bar * 3.1 + SEED * 41.) * exp(-.05 * u.x * u.x) + .3;
    float lit = pulse(u.x / .43, .36, w / .43) * pulse(u.y / .2, .38, w / .2) * step(u.y + SCREEN_HALF.y, tall);
    return mix(second_colour, first_colour, clamp((u.y + SCREEN_HALF.y) / 3.4, 0., 1.)) * (lit * 1.1 + .05);
  }
  if (picture < 2.5) {    // rings
    float ring = pulse(r / .62, .16 + .10 * sin(r * 1.7 + SEED * 20.), w / .62);
    return mix(first_colour, second_colour, clamp(r / 3.4, 0., 1.)) * (ring * 1.1 * smoothstep(4.6, 1., r) + .06);
  }
  if (picture < 3.5) {    // contour lines of slow hills
    float hills = fbm(u * vec2(.34, .5) + SEED * 17., 3) * 9.;
    float line = pulse(hills, .10, w * 3.);
    return mix(second_colour, first_colour, smoothstep(2.5, 6., hills)) * (line * 1.1 + .14 * smoothstep(3., 6.5, hills));
  }
  // Gates within gates, with a light at their end.
  float gate = max(abs(u.x) * .62, abs(u.y));
  float depth = log(max(gate, .05)) * 1.9;
  float frame = pulse(depth + .3, .17, w * 1.9 / max(gate, .1));
  return mix(first_colour, second_colour, clamp(gate / 2., 0., 1.)) * (frame * 1.1 + .05) + first_colour * .8 * smoothstep(.35, .1, gate);
}

void screenSurface(vec3 p, vec3 n, float w, inout vec3 albedo, inout vec3 emission) {
  vec2 u = vec2(p.x, p.y - SCREEN_Y);
  float dots = pulse(u.x / .055, .36, w / .055) * pulse(u.y / .055, .36, w / .055) * 1.93;
  float seams = pulse(u.x / .86 + .5, .488, w / .86) * pulse(u.y / .94 + .5, .489, w / .94);
  albedo = vec3(.02);
  emission = n.z < -.5 ? screenPicture(u, w) * mix(1., dots, .6) * (.35 + .65 * seams) * .62 * show() : vec3(0);
}

void boardsSurface(vec3 p, vec3 n, float w, inout vec3 albedo, inout float reflectivity) {
  float board = floor(p.x / .20);
  float gap = 1. - pulse(p.x / .20 + .5, .475, w / .20);
  float scuff = vn(p.xz * 3.1 + SEED * 9.);
  albedo = vec3(.070, .066, .068) * (.75 + .4 * h1(board + 3.) + .35 * scuff) * (1. - .5 * gap);
  // Crosses of tape mark where things stand.
  vec2 cell = floor(p.xz / 1.7);
  vec2 q = abs(p.xz - (cell + .5) * 1.7 - (vec2(h2(cell), h2(cell + 7.)) - .5));
  float cross_ = max(step(q.x, .022) * step(q.y, .11), step(q.y, .022) * step(q.x, .11)) * step(.6, h2(cell + SEED * 31.));
  albedo = mix(albedo, vec3(.50, .46, .36), cross_ * clamp(1.5 - w * 30., 0., 1.));
  albedo = n.y < .5 ? vec3(.05) * (.7 + .5 * pulse(p.x / 1.2, .47, w / 1.2)) : albedo;
  reflectivity = n.y < .5 ? 0. : mix(.42, .26, scuff) * (1. - .5 * gap) * (1. + .5 * WET);
}

// A row of footlights colours a curtain from below.
void curtainSurface(vec3 p, vec3 n, inout vec3 albedo, inout vec3 emission) {
  bool wing = abs(p.x) > WING_X - .25 && p.z < BACK_Z - .4;
  float shade = .6 + .5 * (abs(n.x) < .5 ? n.x : -n.z) * (wing ? 0. : 1.);
  albedo = wing ? vec3(.022, .020, .024) : mix(vec3(.30, .035, .05), vec3(.07, .06, .20), step(.55, chance(8.))) * shade;
  float pools = .45 + .55 * exp(-6. * pow(abs(fract(p.x / 1.8) - .5) * 1.8, 2.) / (.15 + .22 * max(p.y, 0.)));
  vec3 wash = mix(first_colour, second_colour, clamp(p.y / 4.5, 0., 1.)) * exp(-.42 * max(p.y, 0.)) * pools;
  emission = wing ? vec3(0) : wash * (.25 + 1.1 * albedo) * shade * show();
}

void ampSurface(vec3 p, vec3 n, float w, inout vec3 albedo, inout vec3 emission) {
  vec3 q = ampFrame(p);
  bool tall = p.x * mirror < 0.;
  bool wedge = p.z < -1.5;
  float head_y = tall ? 1.84 : 1.02;
  bool front = n.z < -.5;
  bool head = abs(q.y - head_y) < .14;
  float y = tall && q.y > .9 ? q.y - 1.30 : q.y - .46;
  vec2 cone = abs(vec2(abs(q.x) - .17, abs(y) - .18));
  float grille = .75 + .25 * pulse(q.x / .02, .25, w / .02);
  float speaker = smoothstep(.155, .145, length(cone)) * (.6 + .4 * smoothstep(.05, .12, length(cone)));
  vec3 cloth = mix(vec3(.085, .08, .075), vec3(.03), speaker) * grille;
  albedo = front && !head ? cloth : vec3(.032);
  float knobs = smoothstep(.028, .02, length(vec2((fract(q.x * 9.) - .5) / 9., q.y - head_y + .02)));
  albedo = front && head ? mix(vec3(.24, .21, .15), vec3(.02), knobs) : albedo;
  emission = front && head ? vec3(1.8, .14, .06) * smoothstep(.024, .014, length(q.xy - vec2(.28, head_y + .04))) : vec3(0);
  albedo = wedge ? vec3(.035) * (.7 + .5 * pulse(p.x / .03, .3, w / .03)) : albedo;
}

vec3 beamColour(int i) {
  return i - 2 * (i / 2) == 0 ? first_colour : second_colour;
}

// Light that hangs in the haze between the eye and p: per beam, what a ray gathers where it passes nearest to the axis.
vec3 beamsBefore(vec3 p) {
  vec3 way = p - CAM;
  float far = length(way);
  vec3 rd = way / far;
  vec3 gathered = vec3(0);
  for (int i = 0; i < BEAMS; i++) {
    float n = float(i) - 2.5;
    vec3 from = vec3(n * LAMP_EVERY, TRUSS_Y - .60, REAR_Z);
    float swing = (chance(20. + float(i)) - .5) * 3.6 - n * .5 * step(.5, chance(9.));
    vec3 axis = normalize(vec3(n * 1.05 + swing, 0., -1.2 - 2. * chance(30.)) - vec3(n * LAMP_EVERY, TRUSS_Y, 1.2));
    vec3 o = CAM - from;
    float c = dot(rd, axis);
    float k = max(1. - c * c, .02);
    float s = (dot(o, axis) - dot(o, rd) * c) / k;         // along the beam
    float u = (dot(o, axis) * c - dot(o, rd)) / k;         // along the ray
    s = clamp(s, 0., 10.);
    float d = length(o + rd * u - axis * s);
    float radius = .10 + .10 * s;
    float here = smoothstep(-.3, .5, u) * smoothstep(-.15, .6, far - u) * smoothstep(10., 5., s);
    gathered += beamColour(i) * exp(-d * d / (radius * radius)) * here / (.45 + 2.2 * radius) / sqrt(k);
  }
  return gathered * .17 * show();
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
  vec3 rd = normalize(p - CAM);
  float w = t * 2. / (R.y * FOV) / max(abs(dot(n, rd)), .06);    // a pixel's width on the surface, metres
  if (id < 1.5) {
    boardsSurface(p, n, w, albedo, reflectivity);
  } else if (id < 2.5) {
    albedo = vec3(.035) * (.7 + .5 * vn(p.xz * 2.));
  } else if (id < 3.5) {
    float panel = pulse((p.z + p.x) / 1.6, .47, w / 1.6);
    albedo = vec3(.060, .052, .055) * (.7 + .4 * panel);
    vec2 sign_ = abs(vec2(abs(p.x) - 5.2, p.y - 1.6)) - vec2(.42, .14);
    emission = p.z < -26.5 && max(sign_.x, sign_.y) < 0. ? vec3(.10, 1., .42) * 1.2 : vec3(0);
    float spot = smoothstep(.34, .26, length(vec2(mod(p.x, 3.) - 1.5, p.y - 5.2))) * step(p.z, -26.5);
    emission += mix(first_colour, vec3(1.), .6) * 3. * spot * show();
    emission += second_colour * .055 * exp(-.14 * length(p - vec3(0., 4., 4.))) * show();    // haze before the dark walls
  } else if (id < 4.5) {
    screenSurface(p, n, w, albedo, emission);
  } else if (id < 5.5) {
    curtainSurface(p, n, albedo, emission);
  } else if (id < 6.5) {
    albedo = vec3(.045);
    float strip = smoothstep(.035, .02, abs(p.y - .36)) * step(n.z, -.5);
    emission = first_colour * 1.6 * strip * show();
  } else if (id < 7.5) {
    albedo = vec3(.11, .11, .12);
  } else if (id < 8.5) {
    vec3 l = lampFrame(p);
    albedo = vec3(.04);
    float glass = step(l.y, -.13) * smoothstep(.155, .12, length(l.xz));
    bool rear = p.z > .5 * (REAR_Z + FRONT_Z);
    vec3 light = rear ? beamColour(int(floor(p.x / LAMP_EVERY + .5)) + 4) : vec3(1., .82, .60);
    emission = mix(light, vec3(1.), .35) * 3.4 * glass * show();
  } else if (id < 9.5) {
    ampSurface(p, n, w, albedo, emission);
  } else if (id < 10.5) {
    vec3 q = p - vec3(riser_x, .44, 3.55);
    bool skin = abs(n.y) > .8 || (abs(n.z) > .8 && q.y < .64 && abs(q.x) < .29);
    vec3 shell = mix(first_colour, vec3(.35), .55) * .40;
    albedo = skin ? vec3(.40, .39, .37) : shell;
    albedo *= q.y < .64 && abs(q.x) < .35 && length(q.xy - vec2(0., .32)) > .285 ? .3 : 1.;
    reflectivity = skin ? 0. : .12;
  } else if (id < 11.5) {
    albedo = vec3(.50, .38, .16);
    reflectivity = .30;
  } else if (id < 12.5) {
    Fan f = fanAt(p);
    bool hair = f.l.y > f.tall - .20 && f.l.y < f.tall + .02 && abs(f.l.x) < .13;
    bool cloth = f.l.y < f.tall - .32 && abs(f.l.x) < .235;
    vec3 dyed = mix(vec3(.09, .085, .095), .12 * (first_colour + .3), step(.7, fract(f.whim * 7.)));
    albedo = hair ? vec3(.030, .024, .022) : (cloth ? dyed : vec3(.20, .12, .09));
    // What burns on the stage shines into the first rows' faces.
    float facing = max(.85 * n.z + .35 * n.y, 0.) * exp(.11 * (p.z - CROWD_Z)) * smoothstep(.75, 1.5, f.l.y);
    emission = (albedo + .03) * mix(first_colour, second_colour, .5 + .5 * sin(p.x * .8)) * .9 * facing * show();
  } else if (id < 13.5) {
    albedo = vec3(.03);
    emission = n.z < -.5 ? vec3(.70, .85, 1.) * .9 : vec3(1., .97, .9) * 2.2 * step(.5, n.z);
  } else if (id > 14.5) {
    float bars = pulse(p.x / .11, .30, w / .11);
    albedo = mix(vec3(.025), vec3(.13), max(bars, step(HALL_Y + 1.04, p.y)));
  } else {
    albedo = vec3(.055, .045, .045);
    float strip = smoothstep(.05, .03, abs(p.y - 2.95)) * step(.5, n.z);
    emission = second_colour * .9 * strip * show();
  }
  emission += beamsBefore(p);
}
