-- Asks for decisions as DPS does, for another device each time; fails the run at any answer but 200.
local number = 0
local head = "POST " .. os.getenv("ALLOCATE_TARGET") .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
local body = '{"deviceRuntimeContext":{"registrationId":"breakroom%d-contoso-tstrsd-007"},"linkedHubs":["contoso-toasters-hub-1098.azure-devices.net"]}'

request = function()
    number = number + 1
    local content = body:format(number)
    return head .. #content .. "\r\n\r\n" .. content
end

done = function(summary)
    local errors = summary.errors
    io.write(("RESULT %d %d %d\n"):format(
        summary.requests, errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
