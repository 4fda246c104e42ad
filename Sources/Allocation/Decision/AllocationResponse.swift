extension Decision.Assignment {
    /// The AllocationResponse that DPS reads (its documentation: "Custom allocation policies", response), as
    /// compact JSON. A member without a value is left out, and DPS then takes the enrollment's.
    package var responseBody: [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(96 + hub.utf8.count + (twin?.json.count ?? 0))
        body.append(contentsOf: #"{"iotHubHostName":"#.utf8)
        JSONValue.string(hub).write(into: &body)
        if let twin {
            body.append(contentsOf: #","initialTwin":"#.utf8)
            body.append(contentsOf: twin.json)
        }
        if let payload {
            body.append(contentsOf: #","payload":"#.utf8)
            payload.write(into: &body)
        }
        body.append(UInt8(ascii: "}"))
        return body
    }
}
