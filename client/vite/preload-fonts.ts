import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Asks for the Latin faces of these built files together with the page, before the stylesheet has been read. */
export function preloadFonts(wanted: readonly RegExp[]): Plugin {
  return {
    name: 'parley:preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, path }) {
        if (path !== '/index.html') return [];
        const files = Object.keys(bundle ?? {}).filter((name) => wanted.some((pattern) => pattern.test(name)));
        return files.map((name): HtmlTagDescriptor => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${name}`, crossorigin: '' },
          injectTo: 'head-prepend',
        }));
      },
    },
  };
}
