import Allocation

extension HubDevice {
    /// All of it, as the journal has it.
    var journaled: JSONValue {
        [
            "hub": .string(hub), "deviceId": .string(deviceID), "iotEdge": .bool(iotEdge),
            "authentication": .string(authentication.rawValue), "tags": JSONValue.object(tags).journaledText,
            "desired": JSONValue.object(desired).journaledText,
            "reported": JSONValue.object(reported).journaledText,
            "desiredVersion": .number(JSONNumber(Int64(desiredVersion))),
            "reportedVersion": .number(JSONNumber(Int64(reportedVersion))),
            "twinVersion": .number(JSONNumber(Int64(twinVersion))), "created": created.journaled,
            "lastUpdated": lastUpdated.journaled,
        ]
    }

    /// - Throws: `JournalFault` for what `journaled` does not give.
    init(journaled json: JSONValue) throws(JournalFault) {
        let entry = try JournalEntry(json)
        self.init(
            hub: try entry.text("hub"), deviceID: try entry.text("deviceId"),
            iotEdge: try entry.flag("iotEdge"), tags: try entry.members("tags"),
            desired: try entry.members("desired"), reported: try entry.members("reported"),
            at: try entry.time("created"))
        guard let authentication = try entry.optionalChoice("authentication", as: Authentication.self) else {
            throw JournalFault("authentication is missing")
        }
        self.authentication = authentication
        desiredVersion = try entry.integer("desiredVersion")
        reportedVersion = try entry.integer("reportedVersion")
        twinVersion = try entry.integer("twinVersion")
        lastUpdated = try entry.time("lastUpdated")
    }
}
