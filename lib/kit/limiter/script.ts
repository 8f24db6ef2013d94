import { createHash } from "node:crypto";

/**
 * The sliding window of sliding-log.ts inside Redis, in one atomic step and on Redis's clock, so that processes whose
 * clocks differ still share one window. A key is a list: how many count, then time and count of each mark, oldest first.
 * KEYS: the key. ARGV: limit, window, cost (0 only looks), grain, floor (what counts at
 * least, as others know). Answers: passed (1 or 0), how many count now,
 * milliseconds until the oldest leaves (passed) or until the same attempt fits (refused).
 */
const LUA = `
local key = KEYS[1]
local limit, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local grain, floor = tonumber(ARGV[4]), tonumber(ARGV[5])
local clock = redis.call("TIME")
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local used = tonumber(redis.call("LINDEX", key, 0) or 0)
local first = 1
local marks, i
repeat
  marks = redis.call("LRANGE", key, first, first + 31)
  i = 1
  while marks[i] and tonumber(marks[i]) <= now - window do
    used = used - tonumber(marks[i + 1])
    i = i + 2
  end
  first = first + i - 1
until i <= 32
if first > 1 then
  if marks[i] then
    redis.call("LTRIM", key, first, -1)
    redis.call("LPUSH", key, used)
  else
    redis.call("DEL", key)
    used = 0
  end
end

local function count(some)
  local mark = now - now % grain + grain - 1
  local last = redis.call("LRANGE", key, -2, -1)
  used = used + some
  if #last < 2 then
    redis.call("RPUSH", key, used, mark, some)
  else
    redis.call("LSET", key, 0, used)
    if tonumber(last[1]) < mark then
      redis.call("RPUSH", key, mark, some)
    else
      mark = tonumber(last[1])
      redis.call("LSET", key, -1, tonumber(last[2]) + some)
    end
  end
  redis.call("PEXPIRE", key, mark + window - now)
end

if used < floor then count(floor - used) end
local passed = used + cost <= limit
if passed and cost > 0 then count(cost) end

if used == 0 then return {1, 0, 0} end
if not passed and cost > limit then return {0, used, window} end
local needed = passed and 1 or used + cost - limit
local freed, j = 0, -1
marks = redis.call("LRANGE", key, 1, 2 * needed)
repeat
  j = j + 2
  freed = freed + tonumber(marks[j + 1])
until freed >= needed
return {passed and 1 or 0, used, tonumber(marks[j]) + window - now}
`;

export const SCRIPT = { lua: LUA, sha: createHash("sha1").update(LUA).digest("hex") } as const;
