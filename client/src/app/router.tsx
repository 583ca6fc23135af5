import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { safeRedirect } from '../lib/safe-redirect.ts';
import { useSession } from '../lib/session.ts';
import { ChatPage } from '../routes/chat/ChatPage.tsx';
import { transcriptPart } from '../routes/chat/transcript-part.ts';
import { prefetchBranch } from '../stores/live.ts';
import { AppLayout } from './AppLayout.tsx';
import { BrokenPage } from './BrokenPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { RootLayout } from './RootLayout.tsx';

const root = createRootRoute({ component: RootLayout, notFoundComponent: NotFoundPage, errorComponent: BrokenPage });

const redirectSearch = (search: Record<string, unknown>): { redirect?: string } => {
  const redirect = safeRedirect(search['redirect']);
  return redirect === '/' ? {} : { redirect };
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: redirectSearch,
  component: lazyRouteComponent(() => import('../routes/auth/SignInPage.tsx'), 'SignInPage'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: redirectSearch,
  component: lazyRouteComponent(() => import('../routes/auth/RegisterPage.tsx'), 'RegisterPage'),
});

/** Everything that needs an account lies inside the shell: sidebar, banners, dialogs. */
const app = createRoute({ getParentRoute: () => root, id: 'app', component: AppLayout });
const newChat = createRoute({ getParentRoute: () => app, path: '/', component: ChatPage });
const chat = createRoute({
  getParentRoute: () => app,
  path: '/c/$conversationId',
  validateSearch: (search: Record<string, unknown>): { compare?: string } =>
    typeof search['compare'] === 'string' ? { compare: search['compare'] } : {},
  component: ChatPage,
  // Runs when its link is pointed at or has the focus, too. The page asks again for what has not come by then; nothing waits here.
  loader: ({ params }) => {
    transcriptPart.preload();
    if (useSession.getState().status === 'signed-in') prefetchBranch(params.conversationId);
  },
});
const bin = createRoute({
  getParentRoute: () => app,
  path: '/bin',
  component: lazyRouteComponent(() => import('../routes/kept/BinPage.tsx'), 'BinPage'),
});
const archived = createRoute({
  getParentRoute: () => app,
  path: '/archived',
  component: lazyRouteComponent(() => import('../routes/kept/ArchivedPage.tsx'), 'ArchivedPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, register, app.addChildren([newChat, chat, bin, archived])]),
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
