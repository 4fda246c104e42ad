/// A division's template, weighed once for the many twins that are laid over it.
///
/// Two twins may each keep IoT Hub's limits where the one laid over the other does not. Of the limits only the sizes can be broken
/// so: the names, texts, numbers and depths of what is sent are those of the one or of the other. And it is no larger than both
/// together, so most are known to fit without being laid over each other.
package struct TwinTemplate: Sendable, Equatable {
    private let twin: InitialTwin

    /// How many bytes a device's own tags may have and certainly fit, as IoT Hub counts them. Where the template has nothing of a
    /// kind, it takes no room from a device, whose own twin was checked by itself.
    private let tags: Int

    /// The same of its own desired properties.
    private let desired: Int

    package init(_ twin: InitialTwin) {
        self.twin = twin
        tags = Self.room(left: twin, in: .tags)
        desired = Self.room(left: twin, in: .desired)
    }

    private static func room(left twin: InitialTwin, in section: TwinSection) -> Int {
        let size = section.value(in: twin.json).map(TwinSection.size) ?? 0
        return size == 0 ? .max : section.largestSize - size
    }

    private func room(in section: TwinSection) -> Int {
        switch section {
        case .tags: tags
        case .desired: desired
        }
    }

    /// What IoT Hub would refuse of what is sent to a device whose twin is laid over this one.
    ///
    /// - Parameters:
    ///   - own: the device's twin, which by itself is in order.
    ///   - pointer: where it stands in its document.
    /// - Returns: every section that is too large, by its place in the device's twin.
    package func faults(
        under own: InitialTwin, at pointer: JSONPointer = JSONPointer()
    ) -> [InvalidDocument] {
        let isRoomy = TwinSection.allCases.allSatisfy { section in
            section.value(in: own.json).map { TwinSection.size(of: $0) <= room(in: section) } ?? true
        }
        guard !isRoomy else { return [] }
        let sent = JSONValue.object([:]).merging(patch: twin.json).merging(patch: own.json)
        return TwinSection.allCases.compactMap { section in
            let size = section.value(in: sent).map(TwinSection.size) ?? 0
            guard room(in: section) != .max, size > section.largestSize else { return nil }
            return InvalidDocument(
                at: section.place(in: pointer),
                "has \(size) bytes as IoT Hub counts them, which takes \(section.largestSize), once it is laid over its division's"
            )
        }
    }

    /// Up to so many characters of JSON, any twin fits; `nil` when all fit.
    ///
    /// IoT Hub counts at most four bytes for a character: of a text as many as its UTF-8 has, for `true` four, and for a
    /// number, which has a digit and a separator at least, eight.
    package var roomyLength: Int? {
        let least = min(tags, desired)
        return least == .max ? nil : max(least, 0) / 4
    }
}

extension Device {
    /// What IoT Hub would refuse of the twin that is sent to the device.
    ///
    /// - Parameters:
    ///   - template: of its division, by which `division` is spelled.
    ///   - present: the device as the inventory has it. What is sent stays as it is if neither twin nor division is another: a
    ///     device that somebody wrote by hand can be held or retired whatever its twin.
    /// - Returns: every fault, by its place in the device's document.
    /// - Throws: what `template` throws.
    package func twinFaults(
        over template: @autoclosure () throws -> TwinTemplate?, insteadOf present: Device?
    ) rethrows -> [InvalidDocument] {
        guard let twin, present?.twin != twin || present?.division != division,
            let template = try template()
        else { return [] }
        return template.faults(under: twin, at: JSONPointer().appending(name: "twin"))
    }
}
