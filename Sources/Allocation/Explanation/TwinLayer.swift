/// Where one key of an initial twin comes from.
package struct TwinLayer: Sendable, Equatable {
    package enum Origin: String, Sendable, CaseIterable {
        /// The division's template.
        case template
        /// The device's own twin.
        case device
        /// The template has it, and the device's own twin takes it away with a null.
        case removed
    }

    /// Inside the twin.
    package let pointer: JSONPointer
    package let origin: Origin

    /// What is sent; of a key that was taken away, what the template has.
    package let value: JSONValue

    /// Tells a twin's keys apart.
    ///
    /// - Parameters:
    ///   - template: the division's.
    ///   - own: the device's, a merge patch (RFC 7396) over the template.
    /// - Returns: each value that is not an object with members, and what was taken away, in the order in which they are sent.
    package static func layers(template: InitialTwin?, own: InitialTwin?) -> [TwinLayer] {
        var layers: [TwinLayer] = []
        // The nulls of a template take nothing away, and are not sent.
        let base = template.map { JSONValue.object([:]).merging(patch: $0.json) }
        if let own {
            add(own.json, over: base, at: JSONPointer(), to: &layers)
        } else if let base {
            add(base, from: .template, at: JSONPointer(), to: &layers)
        }
        return layers
    }

    private static func add(
        _ patch: JSONValue, over base: JSONValue?, at pointer: JSONPointer, to layers: inout [TwinLayer]
    ) {
        guard let changes = patch.object else {
            layers.append(TwinLayer(pointer: pointer, origin: .device, value: patch))
            return
        }
        let (present, before) = (base?.object ?? JSONObject(), layers.count)
        for member in present.members {
            let place = pointer.appending(name: member.name)
            switch changes[member.name] {
            case nil: add(member.value, from: .template, at: place, to: &layers)
            case .null?: layers.append(TwinLayer(pointer: place, origin: .removed, value: member.value))
            case let change?: add(change, over: member.value, at: place, to: &layers)
            }
        }
        for member in changes.members where present[member.name] == nil && member.value != .null {
            add(member.value, over: nil, at: pointer.appending(name: member.name), to: &layers)
        }
        if layers.count == before {
            let origin = base?.object == nil ? Origin.device : .template
            layers.append(TwinLayer(pointer: pointer, origin: origin, value: [:]))
        }
    }

    private static func add(
        _ value: JSONValue, from origin: Origin, at pointer: JSONPointer, to layers: inout [TwinLayer]
    ) {
        guard let object = value.object, !object.isEmpty else {
            layers.append(TwinLayer(pointer: pointer, origin: origin, value: value))
            return
        }
        for member in object.members {
            add(member.value, from: origin, at: pointer.appending(name: member.name), to: &layers)
        }
    }
}

extension TwinLayer {
    package var json: JSONValue {
        ["pointer": .string(pointer.description), "from": .string(origin.rawValue), "value": value]
    }
}
