import Allocation

extension EnrollmentRecord {
    /// The record with a merge patch (RFC 7396) laid over it as it was written, so that keys need not be written again.
    ///
    /// Its times and its etag are not written by anybody: a patch of them changes nothing.
    ///
    /// - Parameters:
    ///   - patch: the patch.
    ///   - linkedHubs: host names, of which `iotHubs` selects some.
    ///   - now: when it is changed.
    /// - Returns: the record with a new etag.
    /// - Throws: all that the configuration would be refused for, at its place in the record.
    func patched(
        by patch: JSONValue, linkedHubs: [String], at now: PreciseTime
    ) throws(InvalidDocuments) -> EnrollmentRecord {
        let merged = (written ?? .object(json(with: customAllocation))).merging(patch: patch)
        guard var object = merged.object else {
            throw InvalidDocuments([
                InvalidDocument(at: JSONPointer(), "must be an object, but is \(merged.kind)")
            ])
        }
        object["createdDateTimeUtc"] = .string(createdDateTimeUTC)
        object["lastUpdatedDateTimeUtc"] = .string(now.description)
        // The one before is part of it: no record has the etag of one that was there earlier.
        object["etag"] = .string(etag)
        object["etag"] = .string(Self.etag(of: .object(object)))
        let record: EnrollmentRecord
        let fault = faultOfName(in: object)
        do throws(InvalidDocuments) {
            record = try EnrollmentRecord(
                reading: .object(object), at: JSONPointer(), as: kind, linkedHubs: linkedHubs, now: now)
        } catch {
            throw fault.map(error.adding) ?? error
        }
        if let fault { throw InvalidDocuments([fault]) }
        return record
    }

    var kind: Kind { if case .group = subject { .group } else { .individual } }

    /// The registration ID, or the group's.
    var name: String {
        switch subject {
        case .group(let id): id
        case .individual(let id, _): id.text
        }
    }

    private func faultOfName(in object: JSONObject) -> InvalidDocument? {
        guard object[kind.idName] != .string(name) else { return nil }
        return InvalidDocument(at: JSONPointer().appending(name: kind.idName), "cannot be changed")
    }
}
