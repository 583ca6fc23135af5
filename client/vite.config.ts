import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { chunkByStage } from './vite/chunk-by-stage.ts';
import { compileMessages } from './vite/compile-messages.ts';
import { compress } from './vite/compress.ts';
import { directIcons } from './vite/direct-icons.ts';
import { preloadFonts } from './vite/preload-fonts.ts';
import { sandboxScripts } from './vite/sandbox-scripts.ts';

const root = path.dirname(fileURLToPath(import.meta.url));
const sandbox = path.join(root, 'sandbox');

/** The application, and every page of `sandbox/`: those run apart, under a policy of their own. */
const pages = [
  path.join(root, 'index.html'),
  ...(existsSync(sandbox)
    ? readdirSync(sandbox)
        .filter((name) => name.endsWith('.html'))
        .map((name) => path.join(sandbox, name))
    : []),
];

/** What a visit fetches one after the other: the composer, the list of chats, the words of a chat. */
const stages = {
  first: path.join(root, 'src/main.tsx'),
  sidebar: path.join(root, 'src/components/sidebar/SidebarFrame.tsx'),
  transcript: path.join(root, 'src/components/chat/Transcript.tsx'),
};

const api = 'http://127.0.0.1:3080';

export default defineConfig({
  root,
  plugins: [
    compileMessages(),
    directIcons(),
    react(),
    tailwindcss(),
    preloadFonts([/inter-latin-wght-normal-.*\.woff2$/]),
    sandboxScripts(),
    compress(),
  ],
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // The host stays Vite's: the server compares it with the page's origin.
    proxy: { '/api': { target: api, ws: true } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own: the policy allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: pages,
      output: {
        // What rarely changes is a file that browsers keep over releases.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 },
            // One file for each step of a visit instead of a dozen small ones.
            { name: chunkByStage(stages), debugName: 'stages', priority: 1 },
          ],
        },
      },
    },
  },
});
