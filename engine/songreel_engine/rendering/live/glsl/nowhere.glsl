// No world at all, for passes that only work on buffers.
vec2 terrain(vec3 p) {
  return vec2(FAR, 0.);
}

vec2 props(vec3 p) {
  return vec2(FAR, 0.);
}

void material(float id, vec3 p, vec3 n, float t, inout vec3 albedo, inout vec3 emission, inout float reflectivity) {
}
