import path from 'node:path';
import { root } from '../root.mjs';
import { capture, has } from './exec.mjs';

const builder = path.join(root, 'scripts/tools/build-go-tool.sh');

const packages = {
  helm: ['helm.sh/helm/v4/cmd/helm', '4.3.1'],
  'kubectl-validate': ['sigs.k8s.io/kubectl-validate', '0.0.4'],
  'compose-model': ['github.com/compose-spec/compose-go/v2/cli', '2.16.2', path.join(root, 'scripts/tools/compose-model.go')],
};

/**
 * Starts building the tools that are not there yet, one after the other, outside the repository; the first time takes 4 to 10
 * minutes. Each name holds a promise of a path, or of an error that says why there is none.
 */
export function startTools(names) {
  let last = Promise.resolve();
  const one = (name) => {
    last = last.then(async () => {
      if (!has('go')) return new Error('Go is not installed, which builds it');
      return capture('bash', [builder, name, ...packages[name]]).then(
        (said) => said.trim(),
        (error) => error,
      );
    });
    return [name, last];
  };
  return Object.fromEntries(names.map(one));
}
