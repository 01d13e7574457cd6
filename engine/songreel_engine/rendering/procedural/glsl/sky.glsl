// The sky as data, not colour: cloud density, cloud light, stars. The style paints it.

const float CLOUD_SCALE = 1.55;
const float STAR_CELLS = 95.;    // per radian

float cloudField(vec2 u, vec2 warp, int octaves) {
  return fbm(u * vec2(.75, 1.1) + warp * .95, octaves);
}

float starAt(vec3 rd) {
  vec2 at = vec2(atan(rd.x, rd.z), asin(clamp(rd.y, -1., 1.))) * STAR_CELLS;
  vec2 cell = floor(at);
  vec2 offset = (vec2(h2(cell + 11.), h2(cell + 17.)) - .5) * .6;
  float rank = h2(cell + 3.);
  float size = 1.7 - 1.1 * (rank - .93) * 14.;
  float star = step(.93, rank) * smoothstep(.10, .02, length(fract(at) - .5 - offset) * size);
  return star * smoothstep(.02, .25, rd.y);
}

// A flat layer of cloud seen from below, plus thin streaks above the horizon.
void skyData(vec3 rd, out vec3 albedo, out vec3 emission, out float id) {
  id = 0.;
  emission = vec3(0);
  float height = max(rd.y, 0.) + .10;
  vec2 u = rd.xz / height * CLOUD_SCALE + SEED * 9.;
  vec2 warp = vec2(fbm(u * .9, 3), fbm(u * .9 + 5., 3));
  float density = cloudField(u, warp, 7);
  float least = .74 - .42 * CLOUD;
  float cloud = smoothstep(least, least + .17, density) * smoothstep(0., .10, rd.y);

  vec2 to_sun = normalize(SUN.xz / max(SUN.y + .1, .12) - rd.xz / height + 1e-4) * .22;
  float density_sunward = cloudField(u + to_sun, warp, 5);
  float lit = clamp(.55 + (density - density_sunward) * 2.6, 0., 1.);
  lit *= mix(1., .55, smoothstep(least + .1, least + .4, density));

  vec2 along = vec2(rd.x / (abs(rd.z) + .3) * 2. + SEED, rd.y * 16.);
  float streak = smoothstep(.42, .50, fbm(along, 4)) * exp(-22. * abs(rd.y - .085)) * CLOUD;

  albedo = vec3(max(cloud, streak * .8), lit, starAt(rd) * STARS);
#ifdef SKYLINE
  float windows;
  float nearness = skyline(vec2(atan(rd.x, rd.z), rd.y * .7), windows);
  if (nearness > 0.) {
    id = 40. + nearness;
    albedo = vec3(.06, .06, .075);
    emission = vec3(1., .66, .34) * windows * .6;
  }
#endif
}
