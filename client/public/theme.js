// Sets the theme before the first paint; a file of its own because the content security policy allows no inline script.
// The application (src/theme/appearance.ts) writes what is read here.
(function () {
  var root = document.documentElement;
  var kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('parley.appearance') || '{}') || {};
  } catch (unreadable) {
    kept = {};
  }
  var asks = function (query) {
    return window.matchMedia(query).matches;
  };
  var dark = kept.theme === 'dark' || (kept.theme !== 'light' && asks('(prefers-color-scheme: dark)'));
  var high = kept.contrast === 'high' || (kept.contrast !== 'normal' && asks('(prefers-contrast: more)'));
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.contrast = high ? 'high' : 'normal';
  if (kept.textSize === 'small' || kept.textSize === 'large' || kept.textSize === 'larger') root.dataset.textSize = kept.textSize;
  if (kept.motion === 'reduced') root.dataset.motion = 'reduced';
})();
