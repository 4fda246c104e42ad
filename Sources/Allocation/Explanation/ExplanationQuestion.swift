/// What is to be explained.
package enum ExplanationQuestion: Sendable, Equatable {
    /// What would be decided about a request; without its hubs as far as the division.
    case request(AllocationRequest, isWithoutHubs: Bool)
    /// Why a row of the history came to be.
    case assignment(Int64)

    /// Why a body is no question.
    package enum Fault: Error, Equatable {
        /// It was taken for an AllocationRequest, and DPS would be told this.
        case malformedRequest(MalformedRequest)
        /// Every member at fault.
        case invalid(InvalidDocuments)
    }

    /// Reads one of three forms: `assignmentId`; `registrationId` with or without `linkedHubs` and `currentHub`; and whatever
    /// has neither, as the AllocationRequest that DPS posts.
    ///
    /// - Throws: `Fault`.
    package init(json body: [UInt8]) throws(Fault) {
        let document = try? JSONValue(parsing: body)
        do throws(InvalidDocuments) {
            if let document, document["assignmentId"] != nil {
                self = try Self.assignment(in: document)
                return
            }
            if let document, document["registrationId"] != nil {
                self = try Self.device(in: document)
                return
            }
        } catch {
            throw .invalid(error)
        }
        do throws(MalformedRequest) {
            self = .request(try AllocationRequest(json: body), isWithoutHubs: false)
        } catch {
            throw .malformedRequest(error)
        }
    }

    private static func assignment(in document: JSONValue) throws(InvalidDocuments) -> ExplanationQuestion {
        var fields = JSONFields(document, at: JSONPointer(), known: ["assignmentId"])
        let number = fields.read { members throws(InvalidDocument) in
            try members.integer("assignmentId", in: 1...Int.max)
        }
        if number == nil { fields.add("assignmentId", "is missing") }
        try fields.finish()
        return .assignment(Int64(number ?? 0))
    }

    private static func device(in document: JSONValue) throws(InvalidDocuments) -> ExplanationQuestion {
        var fields = JSONFields(
            document, at: JSONPointer(), known: ["registrationId", "linkedHubs", "currentHub"])
        let registrationID = fields.read { members throws(InvalidDocument) -> RegistrationID? in
            let text = try members.requiredText("registrationId")
            do throws(RegistrationIDError) {
                return try RegistrationID(text)
            } catch {
                throw InvalidDocument(at: JSONPointer().appending(name: "registrationId"), error.description)
            }
        }
        let linkedHubs = fields.read { members throws(InvalidDocument) -> [String]? in
            guard members.value("linkedHubs") != nil else { return nil }
            return try members.elements("linkedHubs").map { element throws(InvalidDocument) in
                guard let hub = element.value.string else {
                    throw InvalidDocument(
                        at: element.pointer, "must be a string, but is \(element.value.kind)")
                }
                return hub
            }
        }
        let currentHub = fields.read { members throws(InvalidDocument) in
            try members.text("currentHub", upTo: HostName.maximumLength)
        }
        try fields.finish()
        return .request(
            AllocationRequest(
                registrationID: registrationID, linkedHubs: linkedHubs, currentHub: currentHub),
            isWithoutHubs: linkedHubs == nil)
    }
}
