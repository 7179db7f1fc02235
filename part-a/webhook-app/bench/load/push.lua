-- Posts pushes to wrk's target: each with a SHA and a delivery key of its own, from one of 200 people to a branch at random.
-- Environment: BENCH_BODY (file), BENCH_SHA, BENCH_USER and BENCH_BRANCH (what to replace in it), BENCH_BRANCHES
-- (how many), BENCH_HEADERS, BENCH_PATH, BENCH_RUN (hex that makes this run's SHAs new ones).
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number_of_thread", threads)
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function init()
  local body = read(os.getenv("BENCH_BODY"))
  length = #body
  body = body:gsub(os.getenv("BENCH_SHA"), "\0"):gsub(os.getenv("BENCH_USER"), "\1"):gsub(os.getenv("BENCH_BRANCH"), "\2")
  parts = {}
  for part in body:gmatch("[^%z\1\2]+") do parts[#parts + 1] = part end
  marks = {}
  for mark in body:gmatch("[%z\1\2]") do marks[#marks + 1] = mark end
  branches = tonumber(os.getenv("BENCH_BRANCHES"))
  head = "POST " .. os.getenv("BENCH_PATH") .. " HTTP/1.1\r\nHost: bench\r\n" .. os.getenv("BENCH_HEADERS")
  prefix = string.format("%s%02x", os.getenv("BENCH_RUN"), number_of_thread)
  math.randomseed(tonumber(prefix:sub(7), 16))
  count = 0
end

function request()
  count = count + 1
  local sha = string.format("%s%0" .. (40 - #prefix) .. "x", prefix, count)
  local own = {
    ["\0"] = sha,
    ["\1"] = string.format("bench-%03d", count % 200),
    ["\2"] = string.format("topic-%06d", math.random(0, branches - 1)),
  }
  local pieces = { head, "Idempotency-Key: ", sha, "\r\nContent-Length: ", length, "\r\n\r\n", parts[1] }
  for index, mark in ipairs(marks) do
    pieces[#pieces + 1] = own[mark]
    pieces[#pieces + 1] = parts[index + 1]
  end
  return table.concat(pieces)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('\nRESULT {"requests":%d,"seconds":%f,"failed":%d,"p50":%f,"p99":%f}\n',
    summary.requests, summary.duration / 1e6, failed, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
