-- For wrk: asks for devices at random, as population.py numbers them, and prints what was measured as one line of JSON.
-- Its argument is a file that returns { parts = { {...}, ... }, numbers = N, seed = N }.

local format, floor = string.format, math.floor
local threads = 0
local parts, numbers, state

function setup(thread)
    thread:set("thread_number", threads)
    threads = threads + 1
end

function init(arguments)
    local plan = dofile(arguments[1])
    parts, numbers = plan.parts, plan.numbers
    state = (plan.seed * 7919 + thread_number * 104729) % 2147483646 + 1
    for _ = 1, 10 do request() end
end

function request()
    -- The minimal standard generator (Park and Miller); the product is exact in a double.
    state = state * 16807 % 2147483647
    local number = state % numbers
    local piece = parts[floor(number / 10) % #parts + 1]
    local digits = format("%08d", number)
    if #piece == 2 then return piece[1] .. digits .. piece[2] end
    return piece[1] .. digits .. piece[2] .. digits .. piece[3]
end

function done(summary, latency)
    local errors = summary.errors
    print(format(
        'measured {"microseconds": %d, "answers": %d, "p50": %d, "p99": %d, "maximum": %d, "refused": %d, "faults": %d}',
        summary.duration, summary.requests, latency:percentile(50), latency:percentile(99), latency.max,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
