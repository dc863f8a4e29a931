-- One decision of the limiter: all logs of a request are charged, or none.
--
-- KEYS[1]      what this Redis remembers of itself: how many decisions it made, and since when it remembers
-- KEYS[2..]    the logs: lists of the microseconds at which requests were accepted, oldest first
-- ARGV[1]      'charge', 'count' (without asking) or 'look' (without charging)
-- ARGV[2]      the number of the last decision of which the asking node knows
-- ARGV[3..]    of each log: how many it grants, its window in microseconds, 1 when denied requests count
--
-- Answers 1 (granted), 0 (denied) or -1 (too young to decide), the number of this decision, for how
-- long it has remembered (-1: for ever), and of each log how many it holds and the microseconds
-- until one more fits than now. Nothing is charged when the answer is -1.
--
-- KEYS[1] is kept; everything else ends by itself a little after its window.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local what, known = ARGV[1], tonumber(ARGV[2])
local SECOND = 1000000

-- Reads a key. What has another type under our name is not ours: it is removed, and nothing was read.
local function read(command, key, ...)
    local answer = redis.pcall(command, key, ...)
    if type(answer) == 'table' and answer.err then
        if not string.find(answer.err, 'WRONGTYPE', 1, true) then
            error(answer.err)
        end
        redis.call('DEL', key)
        return redis.call(command, key, ...)
    end
    return answer
end

-- A large whole number, which Lua would write with an exponent.
local function written(number)
    return string.format('%.0f', number)
end

-- A stamp of a log; nothing that we wrote is no number, so what is counts as long past.
local function stamp(key, nth)
    return tonumber(redis.call('LINDEX', key, nth) or 0) or 0
end

-- Adds to a log, which keeps as many as it grants: of more, only the newest matter.
local function add(key, at, grants, window)
    redis.call('RPUSH', key, written(at))
    redis.call('LTRIM', key, -grants, -1)
    redis.call('PEXPIRE', key, math.ceil(window / 1000) + 1000)
end

-- Drops what has left the window and answers how many are left, and the time by this log.
local function settle(key, grants, window)
    local length = read('LLEN', key)
    if length == 0 then
        return 0, now
    end
    local newest = stamp(key, -1)
    if newest <= now - window then
        redis.call('DEL', key)
        return 0, now
    end
    if newest > now + SECOND then
        -- The clock was set back. How long ago these were is unknown: they count for a whole window from now.
        redis.call('DEL', key)
        for _ = 1, math.min(length, grants) do
            add(key, now, grants, window)
        end
        return math.min(length, grants), now
    end
    local from = now - window
    if stamp(key, 0) <= from then
        -- Between `past` and `live` is the first that still counts; doubling steps find it fast when little has passed.
        local past, live = 0, 1
        while live < length - 1 and stamp(key, live) <= from do
            past, live = live, live * 2
        end
        live = math.min(live, length - 1)
        while live - past > 1 do
            local middle = math.floor((past + live) / 2)
            if stamp(key, middle) <= from then
                past = middle
            else
                live = middle
            end
        end
        redis.call('LTRIM', key, live, -1)
        length = length - live
    end
    return length, math.max(now, newest)
end

-- A node that knows of more decisions than we do tells that this Redis has forgotten: it was
-- flushed, restarted, or a replica took over that lagged behind.
local memory = read('HMGET', KEYS[1], 'made', 'since')
local made, since = tonumber(memory[1] or 0) or 0, tonumber(memory[2] or '')
if known > made or (since and since > now) then
    made, since = math.max(made, known), now
    redis.call('HSET', KEYS[1], 'made', written(made), 'since', written(since))
end

local logs, longest = {}, 0
for nth = 2, #KEYS do
    local at = 3 * nth - 3
    local log = { key = KEYS[nth], grants = tonumber(ARGV[at]), window = tonumber(ARGV[at + 1]), counts = ARGV[at + 2] == '1' }
    longest = math.max(longest, log.window)
    logs[nth - 1] = log
end

local age = since and now - since or -1
if what ~= 'count' and age >= 0 and age < longest then
    return { -1, made, age }
end

if what ~= 'look' then
    -- The first write: where it fails, nothing has been charged.
    made = redis.call('HINCRBY', KEYS[1], 'made', 1)
end

local granted = true
for _, log in ipairs(logs) do
    log.used, log.now = settle(log.key, log.grants, log.window)
    granted = granted and log.used < log.grants
end
granted = granted or what == 'count'

local answer = { granted and 1 or 0, made, age }
for _, log in ipairs(logs) do
    if what ~= 'look' and (granted or log.counts) then
        add(log.key, log.now, log.grants, log.window)
        log.used = math.min(log.used + 1, log.grants)
    end
    local wait = 0
    if log.used > 0 then
        wait = math.max(0, stamp(log.key, math.max(0, log.used - log.grants)) + log.window - now)
    end
    answer[#answer + 1] = log.used
    answer[#answer + 1] = wait
end
return answer
