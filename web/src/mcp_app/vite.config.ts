import { defineConfig, type Plugin } from "vite";

type Bundle = Parameters<Extract<NonNullable<Plugin["generateBundle"]>, (...given: never[]) => unknown>>[1];

async function hashed(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

/** Takes the one file of a kind out of the bundle. */
function taken(bundle: Bundle, suffix: string): string {
  const names = Object.keys(bundle).filter((name) => name.endsWith(suffix));
  const file = names.length === 1 ? bundle[names[0]!] : undefined;
  if (!file) throw new Error(`one ${suffix} was expected in the page, there are ${names.length}`);
  delete bundle[file.fileName];
  return file.type === "chunk" ? file.code : String(file.source);
}

/** A host shows one file and lets it load nothing: script and style stand in the page, and its own policy allows just these. */
const inOneFile: Plugin = {
  name: "in-one-file",
  enforce: "post",
  async generateBundle(_, bundle) {
    const page = Object.values(bundle).find((file) => file.fileName.endsWith(".html"));
    if (page?.type !== "asset") throw new Error("there is no page");
    const script = taken(bundle, ".js").replaceAll("</script", "<\\/script");
    const style = taken(bundle, ".css").replaceAll("</style", "<\\/style");
    const policy = [
      "default-src 'none'",
      `script-src ${await hashed(script)}`,
      `style-src ${await hashed(style)}`,
      "img-src data:",
      "media-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ].join("; ");
    const bare = String(page.source)
      .replace(/\s*<script type="module"[^>]*><\/script>/, "")
      .replace(/\s*<link rel="(stylesheet|modulepreload)"[^>]*>/g, "");
    page.source = bare
      .replace("<head>", () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`)
      .replace("</head>", () => `  <style>${style}</style>\n  </head>`)
      .replace("</body>", () => `  <script type="module">${script}</script>\n  </body>`);
  },
};

export default defineConfig({
  root: "src/mcp_app",
  base: "./",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../../server/songreel_server/faces/mcp/page",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    target: "es2022",
    cssCodeSplit: false,
    rolldownOptions: { input: "src/mcp_app/film.html" },
  },
  plugins: [inOneFile],
});
