// A reporter that counts which suites ran on which stack, and says it in a table. What is promised on one node is promised on many: unequal
// counts fail the run.

/** Suites of contracts: what the heading of each begins with, on one stack and on the other. */
const contracts = [
  ['storage contract', 'SQLite keeps the storage contract', 'MongoDB keeps the storage contract'],
  ['turn log contract', 'turn log: journal', 'turn log: redis, read where it is written'],
  ['turn log contract, read elsewhere', 'turn log: journal', 'turn log: redis, read on another node'],
  ['bus contract', 'bus: memory', 'bus: redis, one node'],
  ['bus contract, two nodes', 'bus: memory', 'bus: redis, two nodes'],
];

const headingOf = (test) => {
  let suite = test.parent;
  const names = [];
  for (; suite !== undefined && suite.type === 'suite'; suite = suite.parent) names.push(suite.name);
  return names;
};

export default class StackTable {
  onInit(vitest) {
    this.vitest = vitest;
  }

  onTestRunEnd(modules) {
    const ran = modules.flatMap((module) =>
      [...module.children.allTests()]
        .filter((test) => ['passed', 'failed'].includes(test.result().state))
        .map((test) => ({ project: module.project.name, file: module.relativeModuleId, headings: headingOf(test) })),
    );
    const inCluster = new Set(ran.filter(({ project }) => project === 'cluster').map(({ file }) => file));
    if (inCluster.size === 0) return;
    const count = (wanted) => ran.filter(wanted).length;
    const under = (heading) => count(({ headings }) => headings.some((name) => name.startsWith(heading)));
    const rows = [
      ...contracts.map(([name, single, cluster]) => ({ suite: name, single: under(single), cluster: under(cluster) })),
      ...[...inCluster].toSorted().map((file) => ({
        suite: file,
        single: count((each) => each.file === file && each.project !== 'cluster'),
        cluster: count((each) => each.file === file && each.project === 'cluster'),
      })),
    ];
    const unequal = rows.filter(({ single, cluster }) => single !== cluster);
    const line = (suite, single, cluster) => `${suite.padEnd(60)}${String(single).padStart(16)}${String(cluster).padStart(26)}`;
    console.log(line('\ntests run', 'SQLite + memory', 'MongoDB + Redis, 2 nodes'));
    for (const { suite, single, cluster } of rows) console.log(line(suite, single, cluster + (single === cluster ? '' : ' !')));
    if (unequal.length === 0 || process.env.CI !== 'true') return;
    console.error(`UNEQUAL: ${unequal.map(({ suite }) => suite).join(', ')}`);
    process.exitCode = 1;
  }
}
