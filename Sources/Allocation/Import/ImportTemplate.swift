/// What somebody who is about to write an import file needs: a header to start from, an example, and what each column means.
package enum ImportTemplate {
    /// A column, in words.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let meaning: String
        package let example: String
    }

    /// A header that lacks nothing; columns may be left out and reordered.
    package static let header = [
        "registrationId", "division", "status", "statusReason", "heldUntil", "pinnedHub", "labels", "note",
        "tags", "desired", "payload",
    ]

    /// A record for that header.
    package static let example = header.map { name in fields.first { $0.name == name }?.example ?? "" }

    /// All columns that an import knows.
    package static let fields = [
        Field(
            name: "registrationId",
            meaning:
                "The name under which the device registers with DPS; always needed. Format the column as text, "
                + "or a spreadsheet drops leading zeros.",
            example: "breakroom499-contoso-tstrsd-007"),
        Field(name: "division", meaning: "The division it belongs to, by name.", example: "toasters"),
        Field(
            name: "status",
            meaning: "active, disabled, held or retired; all but active are refused. Empty means active.",
            example: "held"),
        Field(
            name: "statusReason", meaning: "Why it is disabled, held or retired.",
            example: "waiting for customs"),
        Field(
            name: "heldUntil", meaning: "When a hold ends, in UTC (RFC 3339); only with held.",
            example: "2027-01-31T12:00:00.000Z"),
        Field(
            name: "pinnedHub", meaning: "The one hub it may go to, by host name.",
            example: "contoso-toasters-hub-1098.azure-devices.net"),
        Field(
            name: "labels", meaning: "Labels divided by |, or a JSON array of strings.",
            example: "pilot|floor 4"),
        Field(
            name: "note", meaning: "Anything worth knowing; may have several lines.",
            example: "beside the window"),
        Field(
            name: "tags", meaning: "The tags of its twin as a JSON object, over those of its division.",
            example: #"{"site":"Redmond"}"#),
        Field(
            name: "desired",
            meaning: "The desired properties of its twin as a JSON object, over those of its division.",
            example: #"{"temperatureSetting":"65"}"#),
        Field(
            name: "payload", meaning: "What DPS hands to the device, as a JSON object.",
            example: #"{"welcome":"hello"}"#),
        Field(
            name: "twin",
            meaning: "Tags and desired properties in one JSON object, instead of their own columns.",
            example: #"{"tags":{"site":"Redmond"},"properties":{"desired":{"temperatureSetting":"65"}}}"#),
        Field(
            name: "tags.NAME",
            meaning: "One tag; dots lead into objects. A number, true, false or other JSON is taken as such, "
                + "all else as text; a text that looks like a number goes into quotation marks.",
            example: "Redmond"),
        Field(
            name: "desired.NAME",
            meaning: "One desired property, written as a tag is; twin.desired.NAME is the same.",
            example: #""65""#),
        Field(
            name: "etag",
            meaning:
                "The revision that an export had; the row is refused if the device has changed since. May be left out.",
            example: #""3""#),
    ]

    /// The fields as a list of objects.
    package static var json: JSONValue {
        .array(
            fields.map { field in
                [
                    "name": .string(field.name), "meaning": .string(field.meaning),
                    "example": .string(field.example),
                ]
            })
    }
}
