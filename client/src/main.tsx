import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { configQuery } from './hooks/use-config.ts';
import { queryClient } from './lib/query-client.ts';
import { reloadWhenOutdated } from './lib/reload-when-outdated.ts';
import { startSession } from './lib/session.ts';
import { followAppearance } from './theme/appearance.ts';
import './theme/index.css';

followAppearance();
reloadWhenOutdated();
// Both are on their way before anything is drawn.
void startSession();
void queryClient.prefetchQuery(configQuery);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
