// Work on whole buffers before and after the light: shrinking and blurring what spills and glows, and surfaces of a look's matter.
uniform sampler2D G0, G1, G2, G3, LIGHT_MAP;
uniform float UNIT;         // pixels per unit of length, 1 / 960 of the frame's height
const vec3 LUMA = vec3(.2126, .7152, .0722);
const float SKY_M = 250.;

#if defined(SHRINK_EMISSION) || defined(SHRINK_LIGHT)
layout(location = 0) out vec4 o0;
uniform vec2 SMALL;         // size of the target
uniform float glow_threshold;
const int SIDE = 4;

void main() {
  vec4 sum = vec4(0);
  for (int j = 0; j < SIDE; j++) {
    for (int i = 0; i < SIDE; i++) {
      vec2 at = (gl_FragCoord.xy - .5 + (vec2(i, j) + .5) / float(SIDE)) / SMALL;
#ifdef SHRINK_EMISSION
      sum += vec4(clamp(textureLod(G2, at, 0.).rgb, 0., 3.), 0.);
#else
      vec4 weighted = textureLod(LIGHT_MAP, at, 0.);
      vec3 light = weighted.rgb / max(weighted.a, 1e-4);
      float sky = step(SKY_M, texelFetch(G1, ivec2(at * R), 0).w);
      sum += vec4(clamp(light - glow_threshold, 0., 6.), clamp(dot(light, LUMA) - .3, 0., 2.5) * sky);
#endif
    }
  }
  o0 = sum / float(SIDE * SIDE);
}
#endif

#ifdef BLUR    // two widths at once, along one axis; LAST: across, and mixed
layout(location = 0) out vec4 o0;
#ifndef LAST
layout(location = 1) out vec4 o1;
#endif
uniform sampler2D CORE, NEARER, WIDER;
uniform vec2 SIGMA;         // texels
uniform vec3 SHARES;        // of the core, the nearer and the wider blur
const int MOST_TAPS = 40;

void main() {
  ivec2 px = ivec2(gl_FragCoord.xy);
  ivec2 last = textureSize(NEARER, 0) - 1;
  int reach = min(int(ceil(2.6 * max(SIGMA.x, SIGMA.y))), MOST_TAPS);
  vec4 nearer = vec4(0), wider = vec4(0);
  vec2 weights = vec2(0);
#ifdef LAST
  const ivec2 ALONG = ivec2(0, 1);
#else
  const ivec2 ALONG = ivec2(1, 0);
#endif
  for (int i = -reach; i <= reach; i++) {
    ivec2 at = clamp(px + ALONG * i, ivec2(0), last);
    vec2 weight = exp(-.5 * float(i * i) / (SIGMA * SIGMA));
    nearer += weight.x * texelFetch(NEARER, at, 0);
    wider += weight.y * texelFetch(WIDER, at, 0);
    weights += weight;
  }
  nearer /= weights.x;
  wider /= weights.y;
#ifdef LAST
  o0 = SHARES.x * texelFetch(CORE, px, 0) + SHARES.y * nearer + SHARES.z * wider;
#else
  o0 = nearer;
  o1 = wider;
#endif
}
#endif

#ifdef SURFACE    // local colour and form as the look's matter has them: FLAT and FORM of light.glsl
layout(location = 0) out vec4 o0;
layout(location = 1) out vec4 o1;
uniform float smooth_radius, roundness, facet, facet_tilt, texel;
const float SAME_COLOUR = .11;
const float SAME_SURFACE = .04;
const float FACET_SHADES = .14;
const float COARSEST_M = 51.2;
const float SKY_SIDE = .16;
const int RING = 8;

vec2 ringed(int i) {
  float turn = 2. * PI * (float(i) + .25) / float(RING);
  return vec2(cos(turn), sin(turn));
}

vec4 g(sampler2D buffer, vec2 at) {
  return texelFetch(buffer, clamp(ivec2(at), ivec2(0), ivec2(R) - 1), 0);
}

// Where a point of the world is seen, in pixels; z is its depth.
vec3 seenAt(vec3 p) {
  vec3 forward = normalize(TGT - CAM);
  vec3 right = normalize(cross(vec3(0, 1, 0), forward));
  vec3 up = cross(forward, right);
  vec3 away = p - CAM;
  float depth = dot(away, forward);
  return vec3((vec2(dot(away, right), dot(away, up)) / max(depth, 1e-3) * FOV * R.y + R) * .5 - JIT, depth);
}

vec3 rayAt(vec2 at) {
  vec2 uv = (2. * (at + JIT) - R) / R.y;
  vec3 forward = normalize(TGT - CAM);
  vec3 right = normalize(cross(vec3(0, 1, 0), forward));
  return normalize(forward * FOV + uv.x * right + uv.y * cross(forward, right));
}

// The cell of a lattice that q lies in: its middle and a number. Triangles: squares whose rows lean, cut once across.
vec3 cellOf(vec2 q, float side, bool triangles) {
  if (!triangles) {
    vec2 cell = floor(q / side);
    return vec3((cell + .5) * side, h2(cell + 7.));
  }
  const float TALL = .8660254;
  vec2 skewed = vec2(q.x / side - .5 * q.y / (TALL * side), q.y / (TALL * side));
  vec2 cell = floor(skewed);
  vec2 within = skewed - cell;
  bool upper = within.x + within.y > 1.;
  vec2 middle = cell + (upper ? vec2(.6667) : vec2(.3333));
  return vec3((middle.x + .5 * middle.y) * side, middle.y * TALL * side, h2(cell * 2. + (upper ? 31. : 0.) + side));
}

void patchOf(vec3 p, vec3 n, float t, float angle, bool triangles, out vec3 middle, out float number) {
  float side = COARSEST_M * exp2(-ceil(log2(COARSEST_M / max(angle * t, 1e-3))));
  vec3 facing = abs(n);
  vec3 cell;
  if (facing.y >= max(facing.x, facing.z)) {
    cell = cellOf(p.xz, side, triangles);
    vec2 away = cell.xy - p.xz;
    middle = vec3(cell.x, p.y - dot(away, n.xz) / (n.y + sign(n.y) * 1e-3), cell.y);
  } else if (facing.x >= facing.z) {
    cell = cellOf(p.zy, side, triangles);
    vec2 away = cell.xy - p.zy;
    middle = vec3(p.x - dot(away, n.zy) / (n.x + sign(n.x) * 1e-3), cell.y, cell.x);
  } else {
    cell = cellOf(p.xy, side, triangles);
    vec2 away = cell.xy - p.xy;
    middle = vec3(cell.xy, p.z - dot(away, n.xy) / (n.z + sign(n.z) * 1e-3));
  }
  number = cell.z;
}

void main() {
  vec2 at = gl_FragCoord.xy;
  vec4 g0 = g(G0, at), g1 = g(G1, at), g3 = g(G3, at);
  bool sky = g3.y < .5;
  bool figure = g3.y > 1.5;
  vec3 albedo = g0.rgb;
  vec3 normal = g1.xyz;
  float angle = UNIT * 2. / (FOV * R.y);
  if (!sky && smooth_radius > 0.) {
    vec3 sum = albedo;
    float weights = 1.;
    for (int ring = 1; ring <= 2; ring++) {
      for (int i = 0; i < RING; i++) {
        vec4 other = g(G0, at + ringed(i) * smooth_radius * UNIT * .6 * float(ring));
        vec3 off_colour = other.rgb - albedo;
        float weight = exp(-dot(off_colour, off_colour) / (2. * SAME_COLOUR * SAME_COLOUR)) * step(abs(other.w - g0.w), .5);
        sum += weight * other.rgb;
        weights += weight;
      }
    }
    albedo = sum / weights;
  }
  if (!sky && roundness > 0.) {
    float reach = roundness * UNIT * (figure ? .6 : 1.) * .5;
    vec3 sum = normal;
    for (int ring = 1; ring <= 3; ring++) {
      for (int i = 0; i < RING; i++) {
        vec2 there = at + ringed(i) * reach * float(ring) / 1.5;
        vec4 other = g(G1, there);
        float same = step(abs(other.w - g1.w), 2. * SAME_SURFACE * g1.w) * step(abs(g(G3, there).y - g3.y), .5);
        sum += same * other.xyz / float(ring);
      }
    }
    if (length(sum) > .2) normal = normalize(sum);
  }
  if (!sky && texel > 0.) {
    vec3 p = CAM + rayAt(at) * g1.w, middle;
    float number;
    patchOf(p, g1.xyz, g1.w, texel * angle * (figure ? .3 : 1.), false, middle, number);
    vec4 other = g(G0, seenAt(middle).xy);
    if (abs(other.w - g0.w) < .5) albedo = other.rgb;
  }
  if (facet > 0.) {
    vec3 p = CAM + rayAt(at) * (sky ? 100. : g1.w), middle;
    float number;
    patchOf(p, sky ? vec3(0, 1e-3, 0) - rayAt(at) : normalize(normal), sky ? 100. : g1.w,
            sky ? SKY_SIDE : facet * angle * (figure ? .6 : 1.), true, middle, number);
    vec3 there = seenAt(middle);
    vec4 other0 = g(G0, there.xy), other1 = g(G1, there.xy);
    bool inside = there.z > 0. && all(greaterThan(there.xy, vec2(0))) && all(lessThan(there.xy, R));
    bool same = inside && abs(other0.w - g0.w) < .5 && (sky || abs(other1.w - g1.w) < .25 * g1.w);
    vec3 lean = 2. * vec3(h1(number * 91.7), h1(number * 57.3 + 3.), h1(number * 33.1 + 9.)) - 1.;
    if (same) normal = sky ? normal : other1.xyz;
    if (!sky) normal = normalize(normal + facet_tilt * lean * (figure ? .8 : 1.));
    if (same && !figure && texel == 0.) albedo = other0.rgb;
    if (!figure && !sky && texel == 0.) albedo *= 1. + FACET_SHADES * lean.x;
  }
  o0 = vec4(albedo, g0.w);
  o1 = vec4(normal, g1.w);
}
#endif
