import { defineConfig } from "vite";

// The page is served by `songreel serve` under /studio; nothing in it may name another host, and nothing may stand inline
// where the page's policy forbids it.
export default defineConfig({
  base: "/studio/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../server/songreel_server/faces/studio_web/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    cssCodeSplit: true,
  },
});
