// The performer. Joints come in as uniforms, so a pose is data (poses.py); hair, coat and colours are dials. What is played is
// a define, PLAYS_MICROPHONE, PLAYS_GUITAR or PLAYS_DRUMS: other figures do not pay for it.
//
// Own axes: feet on y = 0, looking along +z, right is +x.
const float SKIN = 20.;
const float HAIR = 21.;
const float COAT = 22.;
const float TROUSERS = 23.;
const float BOOTS = 24.;
const float METAL = 25.;
const float SHIRT = 26.;
const float PLAYED_BODY = 27.;     // the instrument's body
const float PLAYED_PALE = 28.;       // drum heads and what is inlaid
const float PLAYED_BRASS = 29.;
const float PLAYED_DARK = 30.;

uniform vec3 J[22];
uniform vec3 FPOS;             // between the feet, in the world
uniform float FYAW;
uniform float FHAIR, FCOAT;    // 0 short, 1 long
uniform vec3 FCOLOUR;          // the coat, linear rgb, as all colours
uniform vec3 FHAIRCOLOUR, FSKIN;
uniform vec2 FGRIP;            // how far the left and the right hand close: 0 open, 1 a fist
uniform vec3 BBC, BBH;         // centre and half size of a box that holds all of the performer

const int PELVIS = 0, CHEST = 1, NECK = 2, HEAD = 3;
const int ARM_L = 4, ARM_R = 7, LEG_L = 10, LEG_R = 13;    // three joints each, from the body outward
const int FACE = 16, HEM = 17, HAND_L = 18, HAND_R = 19, TOE_L = 20, TOE_R = 21;

vec3 gHead;    // where `figure` was last asked, in the head's axes: right, up, forward

vec3 toFig(vec3 p) {
  p -= FPOS;
  p.xz = rot(p.xz, FYAW);
  return p;
}

vec3 toHead(vec3 p) {
  vec3 forward = normalize(J[FACE]);
  vec3 up = normalize(J[HEAD] - J[NECK] + vec3(0., .06, 0.));
  vec3 right = normalize(cross(up, forward));
  up = cross(forward, right);
  vec3 q = p - J[HEAD];
  return vec3(dot(q, right), dot(q, up), dot(q, forward));
}

float headAndNeck(vec3 p, vec3 q) {
  vec3 m = vec3(abs(q.x), q.yz);    // the face is symmetric
  float skull = ell(q - vec3(0., .028, -.014), vec3(.073, .086, .090));
  float jaw = ell(q - vec3(0., -.036, .024), vec3(.0475, .068, .058));
  float d = smin(skull, jaw, .040);
  d = smin(d, length(q - vec3(0., -.093, .061)) - .0115, .026);                      // chin
  d = smin(d, ell(m - vec3(.037, -.014, .057), vec3(.021, .020, .021)), .028);       // cheekbones
  vec2 from_eye = m.xy - vec2(.0295, .007);
  d += .0085 * exp(-1500. * dot(from_eye, from_eye * vec2(1., 1.9))) * smoothstep(.03, .06, q.z);
  d = smin(d, ell(m - vec3(.0300, .006, .0695), vec3(.0165, .0115, .0125)), .004);   // eyes, lids and all
  d = smin(d, cap(q, vec3(0., .018, .0815), vec3(0., -.0200, .0975), .0044, .0066), .011);        // nose
  d = smin(d, ell(m - vec3(.0078, -.0235, .0880), vec3(.0054, .0048, .0080)), .006);              // its wings
  float above = -.0520 + .0016 * smoothstep(.0045, .0, m.x);
  d = smin(d, cap(m, vec3(.003, above, .0835), vec3(.0205, -.0570, .0735), .0036, .0018), .006);  // upper lip
  d = smin(d, cap(m, vec3(.000, -.0640, .0815), vec3(.0165, -.0590, .0745), .0044, .0024), .006); // lower lip
  d = smin(d, ell(m - vec3(.074, -.008, -.008), vec3(.008, .027, .016)), .008);                   // ears
  d += .0035 * exp(-9000. * dot(m.xz - vec2(.079, -.004), m.xz - vec2(.079, -.004))) * smoothstep(.028, .012, abs(q.y + .006));
  vec3 base = J[HEAD] + vec3(0., -.065, -.012);
  return smin(d, cap(p, J[NECK] - vec3(0., .06, .0), base, .047, .040), .022);
}

// A hand with a thumb and four fingers. `toward` points along the fingers, `side` is 1 for the right hand.
float hand(vec3 p, vec3 wrist, vec3 elbow, vec3 toward, float grip, float side) {
  vec3 f = normalize(mix(normalize(wrist - elbow), normalize(toward), .75));
  vec3 thumb = normalize(vec3(0., .12, 1.) - f * dot(f, vec3(0., .12, 1.)));
  vec3 palm = cross(f, thumb) * side;
  vec3 l = vec3(dot(p - wrist, thumb), dot(p - wrist, f), dot(p - wrist, palm));    // across, along, through
  vec3 flat_ = vec3(1., 1., 1.7);
  float d = cap(l * flat_, vec3(0., -.01, 0.), vec3(.001, .062, 0.), .026, .035);
  float finger = clamp(floor(l.x / .0178 + 2.), 0., 3.);    // from the little one
  float across = (finger - 1.5) * .0178;
  float reach = .060 + .009 * finger - .0052 * max(finger - 2., 0.) * 3.4;
  vec3 knuckle = vec3(across, .072, -.001);
  vec3 middle = knuckle + mix(vec3(.06 * across, .52 * reach, .004), vec3(0., .018, .030), grip);
  vec3 tip = middle + mix(vec3(.06 * across, .46 * reach, .011), vec3(0., -.034, .008), grip);
  float fingers = min(cap(l, knuckle, middle, .0098, .0086), cap(l, middle, tip, .0086, .0066));
  d = smin(d, fingers, .010);
  vec3 thumb_tip = mix(vec3(.052, .074, .010), vec3(.030, .070, .040), grip);
  d = smin(d, cap(l, vec3(.020, .014, .002), thumb_tip, .0135, .0085), .013);
  return d * .72;
}

float hair(vec3 p, vec3 q) {
  float d = ell(q - vec3(0., .036, -.022), vec3(.089, .098, .104));
  // The hairline: a rounded opening for the face, its fringe swept from a parting and ending in points.
  float parting = .020 * smoothstep(-.035, .055, q.x) - .006 * smoothstep(.0, -.06, q.x);
  float points = .0028 * abs(fract(q.x * 34. + q.y * 6. + .3) * 2. - 1.) * smoothstep(.00, .05, q.y);
  float opening = ell(q - vec3(.0, -.048 + parting, .090), vec3(.075, .116, .096)) - points;
  d = max(d, -opening);
  // Soft locks: broad enough never to alias.
  float around = atan(q.x, q.z + .02);
  float lock = .0046 * sin(around * 9. + 5. * q.y) + .0032 * sin(around * 17. - 9. * q.y + 1.);
  vec3 nape = J[NECK] + vec3(0., .02, -.055);
  vec3 tip = nape + vec3(.015, -.03 - .40 * FHAIR, -.03 - .055 * FHAIR);
  vec3 wide = vec3(.80, 1., 1.);
  float mass = cap(p * wide, (J[HEAD] + vec3(0., .0, -.062)) * wide, nape * wide, .072, .064 + .010 * FHAIR);
  mass = smin(mass, cap(p * wide, nape * wide, tip * wide, .066 + .012 * FHAIR, .034 + .030 * FHAIR) * .9, .05);
  d = smin(d, mass + lock * 1.6, .045);
  // A strand in front of each ear, thinning to its end.
  float reach = .030 + .105 * FHAIR;
  float left = cap(q, vec3(-.074, .045, .008), vec3(-.082, -reach, .002), .016, .007);
  float right = cap(q, vec3(.073, .050, .010), vec3(.082, -reach * .86, .000), .017, .007);
  d = smin(d, min(left, right) + lock * .8, .018);
  return (d + lock * .5) * .85;
}

float sleeve(vec3 p, vec3 shoulder, vec3 elbow, vec3 wrist) {
  float crease = .0035 * sin(dot(p, vec3(52., 60., 34.))) * smoothstep(.20, .02, length(p - elbow));
  float upper = cap(p, shoulder, elbow, .061, .049);
  float lower = cap(p, elbow, mix(elbow, wrist, .96), .050, .041);
  return smin(upper, lower, .03) + crease;
}

float coat(vec3 p, float legs) {
  vec3 broad = vec3(1., 1., 1.32);    // a body is wider than deep
  vec3 ribs = mix(J[CHEST], J[NECK], .22);
  vec3 waist = mix(J[PELVIS], J[CHEST], .45);
  vec3 shoulder_l = mix(J[NECK] - vec3(0., .055, 0.), J[ARM_L], .86);
  vec3 shoulder_r = mix(J[NECK] - vec3(0., .055, 0.), J[ARM_R], .86);
  float d = cap(p * broad, waist * broad, ribs * broad, .112, .142) * .80;
  d = smin(d, cap(p * broad, J[PELVIS] * broad, waist * broad, .150, .116) * .80, .06);
  d = smin(d, cap(p, shoulder_l, shoulder_r, .054, .054), .080);
  d = smin(d, cap(p, J[NECK] - vec3(0., .100, .0), J[NECK] - vec3(0., .045, .012), .084, .058), .045);
  float arms = min(sleeve(p, shoulder_l, J[ARM_L + 1], J[ARM_L + 2]), sleeve(p, shoulder_r, J[ARM_R + 1], J[ARM_R + 2]));
  d = smin(d, arms, .06);

  // Skirt: a hollow cone from the waist to the hem with folds that open downward.
  vec3 from = waist;
  vec3 axis = J[HEM] - from;
  float h = clamp(dot(p - from, axis) / dot(axis, axis), 0., 1.1);
  vec3 k = p - from - axis * h;
  float around = atan(k.x, k.z);
  float flare = mix(.115, .175 + .095 * FCOAT, pow(h, .85));
  float folds = h * h * (.016 * sin(around * 6. + 1.3 + 2. * h) + .010 * sin(around * 11. - 3. * h));
  float skirt = (length(k * vec3(1., 1., 1.24)) - flare - folds) * .72;
  skirt = smin(skirt, legs - .024, .07);    // the cloth drapes over knees and thighs
  skirt = abs(skirt + .010) - .010;
  float slit = length(vec2(k.x - .01, max(-k.z, 0.))) - .030 * smoothstep(.55, 1., h);    // the front falls open
  skirt = max(skirt, -slit);
  float hem = dot(p - J[HEM], normalize(axis)) + .010 * sin(around * 6. + 1.3);
  d = smin(d, max(skirt, hem * .8), .045);

  // Collar, turned up at the back, open in front.
  vec3 c = p - (J[NECK] + vec3(0., -.020, -.006));
  float collar = abs(length(c.xz * vec2(1., .92)) - .076 - .30 * (c.y + .02)) - .006;
  collar = max(collar * .8, abs(c.y) - .036);
  collar = max(collar, c.z - .022 + .5 * max(c.y, 0.));
  d = smin(d, collar, .018);
  return d + .0028 * sin(p.y * 15. + p.x * 13. + p.z * 8.);
}

float boot(vec3 p, vec3 ankle, vec3 knee, vec3 toe) {
  vec3 t = normalize(toe);
  vec3 side = normalize(cross(vec3(0., 1., 0.), t));
  vec3 up = cross(t, side);
  vec3 l = vec3(dot(p - ankle, side), dot(p - ankle, up), dot(p - ankle, t));
  vec3 narrow = vec3(1.18, 1., 1.);
  float d = cap(l * narrow, vec3(0., -.040, -.035), vec3(0., -.052, .075), .044, .040);
  d = smin(d, cap(l * narrow, vec3(0., -.055, .070), vec3(0., -.064, .135), .039, .026), .03);
  d = smin(d, cap(p, ankle - up * .02, mix(ankle, knee, .30), .046, .051), .03);
  float sole = -(l.y + .083 - .014 * smoothstep(.0, .03, l.z) * smoothstep(.09, .06, l.z));
  return max(d, sole) * .85;
}

float leg(vec3 p, vec3 hip, vec3 knee, vec3 ankle) {
  float d = smin(cap(p, hip, knee, .082, .057), cap(p, knee, ankle, .056, .043), .03);
  return d + .0016 * sin(p.y * 44. + p.x * 22.) * smoothstep(.16, .0, length(p - knee));
}

#ifdef PLAYS_MICROPHONE
vec2 played(vec3 p) {
  // Below the mouth, so that the mouth is seen.
  vec3 grille = J[HEAD] + vec3(-.012, -.128, .150);
  vec3 foot = vec3(grille.x - .03, 0., grille.z + .12);
  vec3 clip = vec3(foot.x, grille.y - .115, foot.z - .02);
  float head = length(p - grille) - .0245;
  float d = cap(p, grille, clip, .019, .012);
  d = min(d, cap(p, clip, foot + vec3(0., .02, 0.), .008, .010));
  d = min(d, cyl(p - foot - vec3(0., .014, 0.), .145, .011));
  return U(vec2(d, PLAYED_DARK), vec2(head, METAL));
}
float playedSimple(vec3 p) {
  return played(p).x;
}
#endif

#ifdef PLAYS_GUITAR
const vec3 GUITAR_AT = vec3(.075, 1.035, .175);
const vec3 GUITAR_NECK = vec3(-.9439, .3105, .1118);      // unit: from the body to the head
const vec3 GUITAR_FRONT = vec3(.1061, -.0353, .9937);     // unit, square to the neck
const vec3 GUITAR_UP = vec3(.3125, .9499, 0.);

// Along the neck, up, out of the front.
vec3 toGuitar(vec3 p) {
  vec3 q = p - GUITAR_AT;
  return vec3(dot(q, GUITAR_NECK), dot(q, GUITAR_UP), dot(q, GUITAR_FRONT));
}

vec2 played(vec3 p) {
  vec3 g = toGuitar(p);
  float lower = length((g.xy - vec2(-.075, 0.)) * vec2(1., .92)) - .150;
  float upper = length((g.xy - vec2(.125, .004)) * vec2(1., .95)) - .112;
  float outline = smin(lower, upper, .085);
  outline = max(outline, .062 - length(g.xy - vec2(.245, -.085)));     // cutaway under the neck
  float body = max(outline, abs(g.z) - .021) - .006;
  float neck = box(g - vec3(.42, 0., .014), vec3(.245, .021, .009)) - .004;
  float head = box(g - vec3(.715, .012 + .12 * (g.x - .66), .008), vec3(.070, .034, .006)) - .004;
  float pegs = length(vec2(fract(clamp(g.x, .665, .775) / .037) * .037 - .0185, g.y - .055 - .12 * (g.x - .66))) - .009;
  pegs = max(pegs, max(abs(g.z - .008) - .006, abs(g.x - .72) - .055));
  float bridge = box(g - vec3(-.105, 0., .032), vec3(.012, .036, .006)) - .002;
  bridge = min(bridge, box(vec3(abs(g.x + .005) - .052, g.y, g.z - .030), vec3(.009, .038, .005)) - .002);
  vec2 r = vec2(body, PLAYED_BODY);
  r = U(r, vec2(min(neck, head), PLAYED_DARK));
  return U(r, vec2(min(pegs, bridge), METAL));
}
float playedSimple(vec3 p) {
  vec3 g = toGuitar(p);
  float body = max(length(g.xy - vec2(0., 0.)) - .20, abs(g.z) - .027);
  return min(body, box(g - vec3(.44, 0., .012), vec3(.33, .024, .012)));
}
#endif

#ifdef PLAYS_DRUMS
const vec3 KIT_BASS_AT = vec3(.0, .285, .66);
const vec3 KIT_SNARE_AT = vec3(-.20, .60, .40);

float kitCymbal(vec3 p, vec3 at, vec2 tilt, float radius) {
  vec3 q = p - at;
  q.y += dot(q.xz, tilt);
  float away = length(q.xz);
  float bell = .022 * smoothstep(.055, .02, away) - .05 * away * away;
  return max(abs(q.y - bell) - .0028, away - radius) * .8;
}

float kitDrum(vec3 q, float radius, float half_height) {
  return cyl(q, radius, half_height) - .004;
}

vec2 played(vec3 p) {
  vec3 m = vec3(abs(p.x), p.yz);
  vec3 bass = (p - KIT_BASS_AT).xzy;
  vec3 tom = m - vec3(.165, .775, .60);
  tom.yz = rot(tom.yz, .38);
  vec3 low_tom = p - vec3(.47, .44, .34);
  vec3 snare = p - KIT_SNARE_AT;
  float shells = min(kitDrum(bass, .275, .175), kitDrum(tom, .135, .085));
  shells = min(shells, min(kitDrum(low_tom, .19, .17), kitDrum(snare, .165, .060)));
  // Hoops stand a little proud of the shells.
  float hoops = abs(length(bass.xz) - .283) - .010;
  hoops = max(hoops, abs(abs(bass.y) - .168) - .012);
  hoops = min(hoops, max(abs(length(tom.xz) - .139) - .005, abs(abs(tom.y) - .080) - .007));
  hoops = min(hoops, max(abs(length(low_tom.xz) - .194) - .005, abs(abs(low_tom.y) - .165) - .007));
  hoops = min(hoops, max(abs(length(snare.xz) - .169) - .005, abs(abs(snare.y) - .056) - .007));
  float stands = cap(m, vec3(.52, .02, .62), vec3(.52, 1.02, .62), .010, .008);
  stands = min(stands, cap(m, vec3(.06, .56, .60), vec3(.165, .72, .61), .010, .010));
  stands = min(stands, cap(p, vec3(-.56, .0, .34), vec3(-.56, .86, .34), .010, .007));
  stands = min(stands, cap(p, vec3(0., .0, -.06), vec3(0., .38, -.06), .022, .022));
  vec3 leg = vec3(abs(low_tom.x) - .15, low_tom.y + .22, low_tom.z - .10);
  stands = min(stands, cap(leg, vec3(0., -.22, 0.), vec3(0., .12, 0.), .008, .008));
  stands = min(stands, cap(p, vec3(-.20, .0, .40), vec3(-.20, .54, .40), .012, .010));
  float brass = min(kitCymbal(p, vec3(-.52, 1.035, .62), vec2(.10, .34), .225), kitCymbal(p, vec3(.52, 1.035, .62), vec2(-.10, .30), .245));
  brass = min(brass, kitCymbal(p, vec3(-.56, .865, .34), vec2(0., .05), .165));
  float stool = cyl(p - vec3(0., .415, -.06), .165, .035) - .012;
  float sticks = cap(p, J[ARM_L + 2] + .07 * normalize(J[HAND_L]), J[ARM_L + 2] + vec3(.055, -.075, .330), .0075, .0050);
  sticks = min(sticks, cap(p, J[ARM_R + 2] + .06 * normalize(J[HAND_R]), J[ARM_R + 2] + vec3(-.045, .330, .130), .0075, .0050));
  vec2 r = vec2(shells, PLAYED_BODY);
  r = U(r, vec2(min(hoops, stands), METAL));
  r = U(r, vec2(brass, PLAYED_BRASS));
  r = U(r, vec2(stool, PLAYED_DARK));
  return U(r, vec2(sticks, PLAYED_PALE));
}
float playedSimple(vec3 p) {
  vec3 m = vec3(abs(p.x), p.yz);
  float d = min(cyl((p - KIT_BASS_AT).xzy, .28, .175), cyl(m - vec3(.165, .775, .60), .135, .085));
  d = min(d, min(cyl(p - vec3(.47, .40, .34), .19, .22), cyl(p - KIT_SNARE_AT, .165, .060)));
  return min(d, min(cyl(m - vec3(.52, 1.035, .62), .23, .01), cyl(p - vec3(0., .20, -.06), .12, .22)));
}
#endif

// (distance, material) of the performer at a point of the world.
vec2 figure(vec3 world_p) {
  vec3 p = toFig(world_p);
  vec3 q = toHead(p);
  gHead = q;
  float skin = headAndNeck(p, q);
  skin = min(skin, hand(p, J[ARM_L + 2], J[ARM_L + 1], J[HAND_L], FGRIP.x, -1.));
  skin = min(skin, hand(p, J[ARM_R + 2], J[ARM_R + 1], J[HAND_R], FGRIP.y, 1.));
  vec2 r = vec2(skin, SKIN);
  r = U(r, vec2(hair(p, q), HAIR));
  float legs = min(leg(p, J[LEG_L], J[LEG_L + 1], J[LEG_L + 2]), leg(p, J[LEG_R], J[LEG_R + 1], J[LEG_R + 2]));
  r = U(r, vec2(coat(p, legs) * .9, COAT));
  r = U(r, vec2(legs, TROUSERS));
  float boots = min(boot(p, J[LEG_L + 2], J[LEG_L + 1], J[TOE_L]), boot(p, J[LEG_R + 2], J[LEG_R + 1], J[TOE_R]));
  r = U(r, vec2(boots, BOOTS));
#if defined(PLAYS_MICROPHONE) || defined(PLAYS_GUITAR) || defined(PLAYS_DRUMS)
  r = U(r, played(p));
#endif
  r.x *= .88;
  return r;
}

// The same silhouette with a dozen capsules: good enough for what the performer's shadow and contact darken.
float figureSimple(vec3 world_p) {
  vec3 p = toFig(world_p);
  float d = ell(p - J[HEAD] - vec3(0., .015, -.01), vec3(.090, .115, .105));
  d = min(d, cap(p, J[HEAD] - vec3(0., 0., .045), J[NECK] + vec3(.015, -.01 - .40 * FHAIR, -.09 - .05 * FHAIR), .08, .06));
  d = min(d, min(cap(p, J[4], J[5], .060, .050), cap(p, J[5], J[6], .050, .040)));
  d = min(d, min(cap(p, J[7], J[8], .060, .050), cap(p, J[8], J[9], .050, .040)));
  d = min(d, min(cap(p, J[6], J[6] + .15 * normalize(J[18]), .03, .022), cap(p, J[9], J[9] + .15 * normalize(J[19]), .03, .022)));
  d = min(d, min(cap(p, J[PELVIS], J[NECK], .140, .120), cap(p, J[4], J[7], .060, .060)));
  d = min(d, cap(p, J[PELVIS], J[HEM], .130, .15 + .08 * FCOAT));
  d = min(d, min(cap(p, J[10], J[11], .080, .056), cap(p, J[11], J[12], .056, .046)));
  d = min(d, min(cap(p, J[13], J[14], .080, .056), cap(p, J[14], J[15], .056, .046)));
  d = min(d, cap(p, J[12] - vec3(0., .045, 0.), J[12] - vec3(0., .05, 0.) + .13 * normalize(J[20]), .042, .03));
  d = min(d, cap(p, J[15] - vec3(0., .045, 0.), J[15] - vec3(0., .05, 0.) + .13 * normalize(J[21]), .042, .03));
#if defined(PLAYS_MICROPHONE) || defined(PLAYS_GUITAR) || defined(PLAYS_DRUMS)
  d = min(d, playedSimple(p));
#endif
  return d * .85;
}

// ---- local colour ----

// Lids, lashes, brows and lips are painted: as form they would melt together a few metres away.
vec3 faceColour(vec3 q, vec3 skin) {
  vec3 m = vec3(abs(q.x), q.yz);
  vec2 e = vec2(m.x - .0298, q.y - .0065);
  vec3 deep = skin * skin * vec3(1., .62, .58);    // the same skin in its folds
  vec3 c = skin;
  vec2 cheek = e - vec2(.013, -.034);
  c = mix(c, skin * vec3(1.02, .70, .66), .20 * exp(-800. * dot(cheek, cheek)));
  c = mix(c, skin * vec3(1.02, .74, .70), .30 * exp(-2600. * dot(q.xy - vec2(0., -.021), q.xy - vec2(0., -.021))));
  c = mix(c, deep, .55 * exp(-60000. * dot(m.xy - vec2(.0058, -.0275), m.xy - vec2(.0058, -.0275))) * step(.085, q.z));    // nostrils
  c = mix(c, deep, .22 * exp(-5200. * dot(e - vec2(0., .011), (e - vec2(0., .011)) * vec2(.5, 1.))));    // eyelid

  float across = e.x / .0178;
  float arch = max(1. - across * across, 0.);
  float upper = .0022 * across + .0078 * pow(arch, .70);
  float lower = .0022 * across - .0052 * pow(arch, .90);
  float open = smoothstep(-.0005, .0007, min(upper - e.y, e.y - lower)) * step(abs(across), 1.);
  vec2 i = e - vec2(-.0006, .0014);
  vec3 eye = vec3(.66, .62, .58) * (1. - .45 * smoothstep(.0040, -.0005, upper - e.y));    // the lid's shade
  float iris = length(i);
  eye = mix(eye, mix(vec3(.17, .095, .050), vec3(.045, .026, .018), smoothstep(.0048, .0076, iris)), smoothstep(.0080, .0070, iris));
  eye = mix(eye, vec3(.012), smoothstep(.0040, .0032, iris));
  vec2 glint = vec2(q.x - sign(q.x) * .0292 + .0026, e.y - .0042);
  eye += .85 * smoothstep(.0023, .0012, length(glint));
  c = mix(c, eye, open);
  float lash = smoothstep(.0025, .0008, abs(e.y - upper - .0004) - .0010 * across) * smoothstep(1.30, 1.05, abs(across));
  lash = max(lash, .45 * smoothstep(.0014, .0004, abs(e.y - lower)) * smoothstep(1.05, .75, abs(across)) * step(-.2, across));
  float wing = smoothstep(.0022, .0008, abs(e.y - .0022 * across - .010 * (across - .95))) * step(.9, across) * smoothstep(1.38, 1.2, across);
  c = mix(c, vec3(.022, .014, .014), max(lash, wing));
  float crease = smoothstep(.0016, .0004, abs(e.y - upper - .0042)) * smoothstep(1.05, .6, abs(across));
  c = mix(c, deep, crease * .55);
  float ridge = e.y - .0248 + 10. * (e.x - .007) * (e.x - .007) - .06 * (e.x - .007);
  float thick = mix(.0042, .0016, clamp(across * .5 + .55, 0., 1.));
  float brow = smoothstep(thick, thick * .45, abs(ridge)) * smoothstep(.026, .021, abs(e.x - .0015));
  c = mix(c, FHAIRCOLOUR * .8, brow * .92);

  float bow = -.0528 - 5. * m.x * m.x + .0020 * smoothstep(.001, .0055, m.x);
  float seam = -.0588 + .0010 * smoothstep(.005, .0, m.x) + 4.5 * m.x * m.x;
  float below = -.0680 + 24. * m.x * m.x;
  float width = smoothstep(.0225, .0190, m.x);
  float upper_lip = smoothstep(-.0006, .0012, min(bow - q.y, q.y - seam));
  float lower_lip = smoothstep(-.0006, .0016, min(seam - q.y, q.y - below));
  vec3 lips = skin * vec3(.70, .36, .36);
  c = mix(c, lips * .80, upper_lip * width);
  c = mix(c, lips * 1.06, lower_lip * width);
  float parting = smoothstep(.0015, .0004, abs(q.y - seam)) * smoothstep(.0235, .0185, m.x);
  c = mix(c, vec3(.10, .028, .028), parting * .85);
  return mix(c, deep, .30 * smoothstep(.0030, .0010, abs(q.y + .0725)) * smoothstep(.016, .004, m.x));    // under the lip
}

vec3 coatColour(vec3 p, vec3 cloth) {
  vec3 c = cloth * (.90 + .20 * vn(p.xy * vec2(38., 9.)));
  vec3 l = p - J[CHEST];
  bool front = l.z > .03;
  float v = abs(l.x) - .004 - .24 * (l.y + .01);    // half width of the neckline
  float lapel = smoothstep(.052, .046, v) * smoothstep(-.06, -.05, l.y);
  c = front ? mix(c, cloth * 1.35 + .012, lapel) : c;
  float shirt = smoothstep(.003, -.003, v) * step(-.01, l.y);
  vec3 n = p - J[NECK];
  float bare = smoothstep(.004, -.004, length(n * vec3(1., .80, 0.)) - .098);    // the shirt's round neck
  c = front ? mix(c, mix(vec3(.56, .54, .51), FSKIN, bare), shirt) : c;
  vec3 waist = mix(J[PELVIS], J[CHEST], .45);
  float belt = smoothstep(.026, .022, abs(dot(p - waist, normalize(J[CHEST] - J[PELVIS]))));
  float by_arm = min(length(p - J[5]), length(p - J[8]));
#ifdef PLAYS_GUITAR
  // The strap, from the left shoulder to the right hip.
  vec2 from_strap = p.xy - vec2(-.105, 1.44);
  float strap = smoothstep(.024, .021, abs(dot(from_strap, vec2(.857, .515)))) * smoothstep(.08, .10, by_arm);
  c = mix(c, vec3(.040, .026, .020), strap);
#endif
  return mix(c, cloth * .50, belt * smoothstep(.12, .16, by_arm));
}

#if defined(PLAYS_GUITAR)
// A sunburst, a pale guard under the strings.
vec3 playedBody(vec3 p) {
  vec3 g = toGuitar(p);
  float away = min(length(g.xy - vec2(-.075, 0.)) / .155, length(g.xy - vec2(.125, .004)) / .118);
  vec3 c = mix(vec3(.62, .27, .060), vec3(.090, .022, .012), smoothstep(.55, 1., away));
  float guard = length((g.xy - vec2(.045, -.055)) * vec2(.62, 1.)) - .056;
  bool front = g.z > .015;
  return front && guard < 0. ? vec3(.60, .55, .46) : c;
}

vec3 playedDark(vec3 p) {
  vec3 g = toGuitar(p);
  float fret = smoothstep(.0030, .0016, abs(fract(g.x / .034) - .5) * .034);
  bool board = g.z > .020 && abs(g.y) < .022 && g.x < .66;
  return board ? mix(vec3(.060, .036, .026), vec3(.42, .40, .36), fret) : vec3(.11, .055, .030);
}
#elif defined(PLAYS_DRUMS)
// Shells in the coat's colour, white heads, a ring on the bass drum's face.
vec3 playedBody(vec3 p) {
  vec3 bass = p - KIT_BASS_AT;
  if (bass.z > .165 && length(bass.xy) < .272) {
    float ring = smoothstep(.010, .006, abs(length(bass.xy) - .150));
    return mix(vec3(.66, .63, .57), FCOLOUR * .6 + .01, ring);
  }
  vec3 tom = vec3(abs(p.x), p.yz) - vec3(.165, .775, .60);
  tom.yz = rot(tom.yz, .38);
  bool on_tom = length(tom) < .20 && tom.y > .083;
  bool on_snare = length(p.xz - KIT_SNARE_AT.xz) < .163 && p.y > KIT_SNARE_AT.y + .058;
  bool on_low_tom = length(p.xz - vec2(.47, .34)) < .188 && p.y > .608;
  return on_tom || on_snare || on_low_tom ? vec3(.66, .63, .57) : FCOLOUR * .75 + .012;
}

vec3 playedDark(vec3 p) {
  return vec3(.035, .034, .038);
}
#else
vec3 playedBody(vec3 p) {
  return FCOLOUR;
}

vec3 playedDark(vec3 p) {
  return vec3(.035, .034, .038);
}
#endif

// Local colour of material `id` at p; `figure` must have been asked at p just before. `rough` below .2 mirrors.
vec3 figureColour(float id, vec3 world_p, float t, out float rough) {
  vec3 p = toFig(world_p);
  vec3 q = gHead;
  rough = .8;
  vec3 c = FSKIN;
  float fine = clamp(1. - t / 5., 0., 1.);    // strands melt together before they can alias
  if (id < 20.5) {
    c = q.z > .02 && length(q) < .16 ? faceColour(q, c) : c;
  } else if (id < 21.5) {
    float strand = vn(vec2(atan(q.x, q.z + .03) * 26., q.y * 5.)) - .5;
    c = FHAIRCOLOUR * (1. + (.35 + .5 * fine) * strand);
    rough = .35;
  } else if (id < 22.5) {
    c = coatColour(p, FCOLOUR);
  } else if (id < 23.5) {
    c = vec3(.050, .055, .080);
  } else if (id < 24.5) {
    c = vec3(.060, .042, .036);
    rough = .3;
  } else if (id < 25.5) {
    c = vec3(.30, .31, .33);
    rough = .1;
  } else if (id < 26.5) {
    c = vec3(.74, .71, .66);
  } else if (id < 27.5) {
    c = playedBody(p);
    rough = .25;
  } else if (id < 28.5) {
    c = vec3(.62, .56, .45);
  } else if (id < 29.5) {
    c = vec3(.58, .40, .13);
    rough = .22;
  } else {
    c = playedDark(p);
    rough = .4;
  }
  return c;
}
