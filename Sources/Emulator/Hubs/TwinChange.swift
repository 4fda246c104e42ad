import Allocation

/// An update of a twin: a merge patch (RFC 7396) of its tags and desired properties, or of its reported ones.
struct TwinChange {
    /// What is wrong with the update, in a sentence.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    private enum Patch {
        case backEnd(JSONValue)
        case device(JSONValue)
    }

    private let patch: Patch

    /// What a back end may send: `tags`, and `properties` with `desired`; the other members of a twin are read-only, and ignored, so
    /// that a twin that was read can be sent back.
    init(backEnd json: JSONValue) throws(Fault) {
        try Self.requireObject(json)
        var object = JSONObject()
        object["tags"] = json["tags"]
        if let properties = json["properties"] {
            guard properties.object != nil else { throw Fault(description: "/properties must be an object.") }
            var desired = JSONObject()
            desired["desired"] = properties["desired"].map(Self.withoutReadOnly)
            object["properties"] = .object(desired)
        }
        guard object["tags"] != nil || object["properties"]?["desired"] != nil else {
            throw Fault(description: "Neither tags nor properties.desired are there to be changed.")
        }
        patch = .backEnd(.object(object))
        try Self.check(.object(object))
    }

    /// What a device may send: its reported properties.
    init(device json: JSONValue) throws(Fault) {
        try Self.requireObject(json)
        let json = Self.withoutReadOnly(json)
        patch = .device(json)
        try Self.check(["properties": ["desired": json]], shown: "/properties/reported")
    }

    /// - Throws: `Fault` when the twin would break a limit of IoT Hub.
    func apply(to device: inout HubDevice, at now: PreciseTime) throws(Fault) {
        switch patch {
        case .backEnd(let patch):
            if let tags = patch["tags"] {
                device.tags = JSONValue.object(device.tags).merging(patch: tags).object ?? [:]
            }
            if let desired = patch["properties"]?["desired"] {
                device.desired = JSONValue.object(device.desired).merging(patch: desired).object ?? [:]
                device.desiredVersion += 1
            }
            try Self.check(["tags": .object(device.tags), "properties": ["desired": .object(device.desired)]])
        case .device(let patch):
            device.reported = JSONValue.object(device.reported).merging(patch: patch).object ?? [:]
            device.reportedVersion += 1
            try Self.check(
                ["properties": ["desired": .object(device.reported)]], shown: "/properties/reported")
        }
        device.twinVersion += 1
        device.lastUpdated = now
    }

    private static func requireObject(_ json: JSONValue) throws(Fault) {
        guard json.kind == .object else {
            throw Fault(description: "The body must be an object, but is \(json.kind).")
        }
    }

    private static func withoutReadOnly(_ properties: JSONValue) -> JSONValue {
        guard var object = properties.object else { return properties }
        object["$metadata"] = nil
        object["$version"] = nil
        return .object(object)
    }

    /// Reported properties have the limits of the desired ones, and are checked in their place.
    private static func check(_ twin: JSONValue, shown place: String = "/properties/desired") throws(Fault) {
        var faults: [InvalidDocument] = []
        do throws(InvalidDocuments) {
            faults = try InitialTwin(twin).faults()
        } catch {
            faults = error.faults
        }
        guard let first = faults.first else { return }
        var pointer = first.pointer.description
        let desired = "/properties/desired"
        if pointer.hasPrefix(desired) { pointer = place + pointer.dropFirst(desired.count) }
        throw Fault(description: "\(pointer) \(first.problem).")
    }
}
