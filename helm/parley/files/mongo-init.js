// Run by mongosh: makes the replica set and Parley's account, or finds them made. Safe to run again and by two at once; members
// that MONGO_HOSTS names beyond those the set has are added one after the other.
const hosts = process.env.MONGO_HOSTS.split(',');
const password = process.env.MONGO_PASSWORD;
const rootPassword = process.env.MONGO_ROOT_PASSWORD;

function until(what, attempt) {
  const end = Date.now() + 180_000;
  for (;;) {
    try {
      const value = attempt();
      if (value) return value;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`${what} took more than 180 s`);
    sleep(1_000);
  }
}

const address = (where, options) => `mongodb://root:${encodeURIComponent(rootPassword)}@${where}/admin?authSource=admin&${options}`;
const first = until('connecting', () => new Mongo(address(hosts[0], 'directConnection=true&serverSelectionTimeoutMS=5000')));
const admin = first.getDB('admin');

function initiated() {
  try {
    return admin.runCommand({ replSetGetStatus: 1 }).ok === 1;
  } catch (error) {
    if (error.codeName === 'NotYetInitialized') return false;
    throw error;
  }
}

if (!initiated()) {
  try {
    admin.runCommand({ replSetInitiate: { _id: 'parley', members: [{ _id: 0, host: hosts[0] }] } });
    print(`the replica set was made on ${hosts[0]}`);
  } catch (error) {
    if (error.codeName !== 'AlreadyInitialized') throw error;
  }
}

const set = until('electing a primary', () => {
  const connection = new Mongo(address(hosts.join(','), 'replicaSet=parley&serverSelectionTimeoutMS=5000'));
  return connection.getDB('admin').runCommand({ hello: 1 }).isWritablePrimary ? connection : null;
});
const primary = set.getDB('admin');

for (const host of hosts) {
  until(`adding ${host}`, () => {
    const { config } = primary.runCommand({ replSetGetConfig: 1 });
    if (config.members.some((member) => member.host === host)) return true;
    const id = Math.max(...config.members.map((member) => member._id)) + 1;
    const members = [...config.members, { _id: id, host }];
    primary.runCommand({ replSetReconfig: { ...config, version: config.version + 1, members } });
    print(`${host} was added`);
    return true;
  });
}

const database = set.getDB('parley');
const account = { pwd: password, roles: [{ role: 'readWrite', db: 'parley' }] };
if (database.runCommand({ usersInfo: 'parley' }).users.length > 0) database.runCommand({ updateUser: 'parley', ...account });
else database.runCommand({ createUser: 'parley', ...account });
print('MongoDB is ready for Parley');
