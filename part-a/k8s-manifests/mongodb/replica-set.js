// The startup probe runs this by mongosh until it exits 0, in each new Pod: it makes one member a replica set with two
// users, and where there is one already it only looks. A probe and no Job: the kubelet repeats it until it succeeds,
// also after the volume was lost. Each step is skipped when it is done, so a kill between any two of them does no harm
// (the image's own MONGO_INITDB_ROOT_... is not used for that reason: killed half-way it never makes the user).
// Rocket.Chat needs a replica set even of one member: transactions and change streams exist only there.
const password = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the Secret "mongodb" lacks the key`);
  return value;
};
const rootPassword = password("MONGODB_ROOT_PASSWORD");
const admin = db.getSiblingDB("admin");

// Each call of the server is a statement of its own in the try block: mongosh makes them asynchronous behind the
// scenes, and one that is only returned from there it does not wait for, so that the catch would not see its error.
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

// Before the first user exists a connection from localhost may initiate the set and create that user, and nothing else
// (https://www.mongodb.com/docs/manual/core/localhost-exception/).
const known = isRoot();

// The name of the Pod, not its address and not localhost: clients are told to connect to what stands here, and it is
// kept in the data for good.
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
