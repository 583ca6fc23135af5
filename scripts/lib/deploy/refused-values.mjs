const set = (...pairs) => pairs.flatMap((pair) => ['--set', pair]);
const named = set('image.repository=registry.example.org/parley', 'domain=https://chat.example.org');
const secrets = set('secret.values.JWT_SECRET=a', 'secret.values.CREDS_KEY=b');
const cluster = [...named, ...set('mode=cluster', 'files.s3.bucket=files'), ...secrets];
const mongo = set('secret.values.MONGO_URI=mongodb://db.example.org/parley');

/** Values that cannot work: what they are, the arguments of helm, and words of the sentence that refuses them. */
export const refusedValues = [
  ['an image without a name', set('domain=https://chat.example.org'), 'image.repository is empty'],
  ['no public address', set('image.repository=parley'), 'domain is empty'],
  ['plain http', set('image.repository=parley', 'domain=http://chat.example.org'), 'domain is plain http'],
  ['two pods on SQLite', [...named, ...set('replicas=2')], 'mode single is one pod on SQLite'],
  ['autoscaling on SQLite', [...named, ...set('autoscaling.enabled=true')], 'cannot be autoscaled'],
  ['Redis beside SQLite', [...named, ...set('redis.bundled.enabled=true')], 'mode single keeps everything in SQLite'],
  ['a cluster without secrets', [...named, ...set('mode=cluster')], 'mode cluster needs JWT_SECRET and CREDS_KEY'],
  ['a cluster with half its secrets', [...named, ...set('mode=cluster', 'secret.values.JWT_SECRET=a')], 'needs secret.values.CREDS_KEY'],
  ['a cluster without MongoDB', [...cluster, ...set('redis.uri=redis://cache.example.org')], 'mode cluster needs MongoDB'],
  ['many pods without Redis', [...cluster, ...mongo], 'more than one pod needs Redis'],
  ['autoscaling without Redis', [...cluster, ...mongo, ...set('replicas=1', 'autoscaling.enabled=true')], 'more than one pod needs Redis'],
  [
    'a bucket without a name',
    [...cluster, ...mongo, ...set('redis.uri=redis://cache.example.org', 'files.s3.bucket=')],
    'needs files.s3.bucket',
  ],
  [
    'a bundled MongoDB without its secrets',
    [...cluster, ...set('mongodb.bundled.enabled=true', 'redis.uri=redis://cache.example.org')],
    'mongodb.bundled.rootPassword',
  ],
  [
    'a bundled Redis without its password',
    [...cluster, ...mongo, ...set('redis.bundled.enabled=true')],
    'the bundled Redis needs redis.bundled.password',
  ],
  ['two members of MongoDB', [...cluster, ...set('mongodb.bundled.members=2')], 'mongodb/bundled/members'],
  ['secrets in two places', [...named, ...secrets, ...set('secret.existingSecret=mine')], 'are both set; keep one'],
  ['a secret among the settings', [...named, ...set('config.OPENAI_API_KEY=x')], 'config.OPENAI_API_KEY is a secret'],
  ['a setting of the chart itself', [...named, ...set('config.DATA_DIR=/x')], 'config.DATA_DIR is set by the chart itself'],
  ['a misspelt value', [...named, ...set('autoscalling.enabled=true')], "'autoscalling' not allowed"],
  ['a value of the wrong kind', [...named, ...set('drainSeconds=soon')], 'drainSeconds'],
];
