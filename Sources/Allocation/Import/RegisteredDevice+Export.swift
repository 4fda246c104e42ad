extension RegisteredDevice {
    /// The device as an export has it: with its revision as the entity tag that an import checks.
    package var exported: JSONValue {
        var object = json.object ?? JSONObject()
        object["revision"] = nil
        object["etag"] = .string("\"\(revision)\"")
        return .object(object)
    }
}
