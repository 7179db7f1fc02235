// In each new Pod the startup probe runs this with mongosh until it exits with 0: it makes the member a replica set
// with two users, or only checks an existing set. A probe instead of a Job: the kubelet repeats it until it succeeds,
// even after the volume was lost. It skips steps that are done, so a kill between two steps does no harm (this is why
// the image's own MONGO_INITDB_ROOT_... is not used: killed half-way, it never creates the user). Rocket.Chat needs a
// replica set even with one member: only a replica set has transactions and change streams.
const password = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the Secret "mongodb" lacks the key`);
  return value;
};
const rootPassword = password("MONGODB_ROOT_PASSWORD");
const admin = db.getSiblingDB("admin");

// Each server call is a separate statement in the try block: mongosh makes calls asynchronous behind the scenes, and
// does not wait for one that is merely returned, so that the catch would miss its error.
const isRoot = () => {
  try {
    const answer = admin.auth("root", rootPassword);
    return answer.ok === 1;
  } catch {
    return false;
  }
};
const statusCode = () => {
  try {
    rs.status();
    return 0;
  } catch (error) {
    return error.code;
  }
};

// Before the first user exists, a connection from localhost may only initiate the set and create that user
// (https://www.mongodb.com/docs/manual/core/localhost-exception/).
const known = isRoot();

// The Pod's name, not its address or localhost: clients connect to what is configured here, and it is stored for good.
const NOT_YET_INITIALIZED = 94;
if (statusCode() === NOT_YET_INITIALIZED) {
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: `${process.env.MONGODB_MEMBER}:27017` }] });
}
if (!db.hello().isWritablePrimary) throw new Error("not primary yet; the next probe looks again");

if (!known) {
  admin.createUser({ user: "root", pwd: rootPassword, roles: ["root"] });
  if (!isRoot()) throw new Error("the root user was made, but its password is refused");
}

// dbAdmin: Rocket.Chat's migrations change indexes. clusterMonitor: its statistics call serverStatus and
// replSetGetStatus (https://github.com/RocketChat/helm-charts grants it too).
const rocketChat = db.getSiblingDB("rocketchat");
const user = {
  pwd: password("MONGODB_ROCKETCHAT_PASSWORD"),
  roles: ["readWrite", "dbAdmin", { role: "clusterMonitor", db: "admin" }],
};
if (rocketChat.getUser("rocketchat")) rocketChat.updateUser("rocketchat", user);
else rocketChat.createUser({ user: "rocketchat", ...user });
