/// Something by which a refused device would nearly have been assigned: what its owner most likely got wrong.
package struct NearMiss: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The device is registered, but disabled, held or retired.
        case barredDevice
        /// The inventory has an ID that is the same but for a character or two.
        case similarDevice
        /// A rule's pattern is the same as the ID's end or part but for one character.
        case similarRule
        /// A linked hub is what was asked for but for a character or two.
        case similarHub
    }

    /// What would have been it.
    package enum Subject: Sendable, Equatable {
        case device(RegistrationID)
        case rule(id: Int64)
        /// A linked hub, as the request spells it, and the division that wants another one.
        case hub(String, division: String)
    }

    package let kind: Kind
    package let subject: Subject

    /// How many edits it is away (see `Similarity`); 0 for a device that is barred.
    package let edits: Int

    /// What is nearly so, in one sentence without a stop.
    package let explanation: String

    init(_ kind: Kind, _ subject: Subject, edits: Int, _ explanation: String) {
        self.kind = kind
        self.subject = subject
        self.edits = edits
        self.explanation = explanation
    }

    /// `one character` or `two characters`.
    static func text(ofEdits edits: Int) -> String {
        switch edits {
        case 1: "one character"
        case 2: "two characters"
        default: "\(edits) characters"
        }
    }
}

extension NearMiss {
    /// With `kind`, `text`, `edits`, and `device`, `rule` or `hub` and `division`, by which the subject is found.
    package var json: JSONValue {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "text": .string(explanation),
            "edits": .number(JSONNumber(Int64(edits))),
        ]
        switch subject {
        case .device(let id): object["device"] = .string(id.text)
        case .rule(let id): object["rule"] = .number(JSONNumber(id))
        case .hub(let hub, let division):
            object["hub"] = .string(hub)
            object["division"] = .string(division)
        }
        return .object(object)
    }
}
