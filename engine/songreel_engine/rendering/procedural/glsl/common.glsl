// What every pass and every world shares: the dials, noise, solid shapes, marks on surfaces, and steps across repetition borders.
//
// Metres, y up. Distances are signed. Source of the shapes: https://iquilezles.org/articles/distfunctions/

// The picture: canvas size, sample offset, camera; FOV is the focal length in half canvas heights.
uniform vec2 R, JIT;
uniform vec3 CAM, TGT;
uniform float FOV;

// The world's dials, all 0..1 but TIME (seconds).
uniform float SEED;   // another arrangement of the same place
uniform float WET;    // 0 dry, 1 standing water
uniform float LIT;    // share of windows, signs and lamps that burn
uniform float CLOUD;
uniform float STARS;
uniform float TIME;

uniform vec3 SUN;     // towards the visible sun or moon
uniform vec3 KEYD;    // towards the light that throws shadows

const float FAR = 400.;
const float PI = 3.14159265;

// ---- chance and noise, all 0..1 ----

float h1(float p) {
  p = fract(p * .1031);
  p *= p + 33.33;
  p *= p + p;
  return fract(p);
}

float h2(vec2 p) {
  vec3 a = fract(vec3(p.xyx) * .1031);
  a += dot(a, a.yzx + 33.33);
  return fract((a.x + a.y) * a.z);
}

float vn(vec2 p) {
  vec2 i = floor(p);
  vec2 f = fract(p);
  f = f * f * f * (f * (f * 6. - 15.) + 10.);
  float low = mix(h2(i), h2(i + vec2(1, 0)), f.x);
  float high = mix(h2(i + vec2(0, 1)), h2(i + 1.), f.x);
  return mix(low, high, f.y);
}

const mat2 OCTAVE = mat2(1.6, -1.2, 1.2, 1.6);   // twice as fine, turned so that the grids do not line up

float fbm(vec2 p, int octaves) {
  float sum = 0.;
  float weight = .5;
  for (int i = 0; i < octaves; i++) {
    sum += weight * vn(p);
    p = OCTAVE * p + 3.7;
    weight *= .5;
  }
  return sum;
}

// Noise with crests, as of mountains.
float ridge(vec2 p, int octaves) {
  float sum = 0.;
  float weight = .5;
  float keep = 1.;
  for (int i = 0; i < octaves; i++) {
    float v = 1. - abs(2. * vn(p) - 1.);
    v *= v;
    sum += weight * v * keep;
    keep = clamp(v * 1.6, 0., 1.);
    p = OCTAVE * p + 1.7;
    weight *= .5;
  }
  return sum;
}

// ---- shapes ----

vec2 rot(vec2 p, float a) {
  float c = cos(a), s = sin(a);
  return vec2(c * p.x + s * p.y, c * p.y - s * p.x);
}

float box(vec3 p, vec3 half_size) {
  vec3 q = abs(p) - half_size;
  return length(max(q, 0.)) + min(max(q.x, max(q.y, q.z)), 0.);
}

// A capsule from a to b, whose radius runs from r0 to r1.
float cap(vec3 p, vec3 a, vec3 b, float r0, float r1) {
  vec3 d = b - a, q = p - a;
  float h = clamp(dot(q, d) / dot(d, d), 0., 1.);
  return length(q - d * h) - mix(r0, r1, h);
}

// An upright cylinder.
float cyl(vec3 p, float radius, float half_height) {
  vec2 q = abs(vec2(length(p.xz), p.y)) - vec2(radius, half_height);
  return length(max(q, 0.)) + min(max(q.x, q.y), 0.);
}

float ell(vec3 p, vec3 radii) {
  float k = length(p / radii);
  return k * (k - 1.) / max(length(p / (radii * radii)), 1e-4);
}

// Smooth union over a width k.
float smin(float a, float b, float k) {
  float h = max(k - abs(a - b), 0.) / k;
  return min(a, b) - h * h * k * .25;
}

// Union of (distance, material).
vec2 U(vec2 a, vec2 b) {
  return a.x < b.x ? a : b;
}

// ---- surfaces ----

// A pulse train of period 1, |x| < half_width around 0, averaged over the width `w`: it can never alias.
float pulseSum(float x, float half_width) {
  return floor(x + .5) * 2. * half_width + clamp(x - floor(x + .5), -half_width, half_width);
}
float pulse(float x, float half_width, float w) {
  w = max(w, 1e-3);
  return clamp((pulseSum(x + .5 * w, half_width) - pulseSum(x - .5 * w, half_width)) / w, 0., 1.);
}

// The colours of tubes and painted shutters, k of any size.
vec3 neon(float k) {
  return .55 + .45 * cos(2. * PI * (k + vec3(.95, .55, .25)));
}

// Distance to marks that look like writing: strokes in a box, x and y in -1..1.
float strokes(vec2 f, float code) {
  float near = 9.;
  for (int i = 0; i < 5; i++) {
    float a = h1(code * 7.1 + float(i) * 3.3);
    float b = h1(code * 5.7 + float(i) * 11.9);
    float c = h1(code * 3.3 + float(i) * 7.7);
    vec2 middle = (vec2(b, c) - .5) * 1.15;
    vec2 reach = a > .5 ? vec2(.26 + .40 * a, 0.) : vec2(0., .26 + .50 * b);
    near = min(near, length(max(abs(f - middle) - reach, 0.)));
  }
  return near;
}

// ---- repetition ----
// Space that repeats is known only inside its own cell, so a ray must not step past the cell's border. That limit is kept
// apart from the true distance: normals, occlusion and shadows then do not mistake a border for a surface.

vec3 gRd;             // direction of the ray being marched
float gT = 0.;        // how far it has come
float gCell = 1e3;    // how far it may go before the nearest border

float cellStep(float l, float rd, float half_size) {
  float to_border = rd > 0. ? half_size - l : half_size + l;
  return to_border / max(abs(rd), 1e-4) + .02 + .0008 * gT;
}
