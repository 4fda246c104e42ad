extension Device {
    /// Reads a device as people write it: `registrationId`, `division`, and optionally `status`,
    /// `statusReason`, `pinnedHub`, `twin`, `payload` and `note`.
    ///
    /// - Throws: `InvalidDocument` that names the member at fault.
    package init(json: JSONValue, at pointer: JSONPointer = JSONPointer()) throws(InvalidDocument) {
        let members = try JSONMembers(
            json, at: pointer,
            known: [
                "registrationId", "division", "status", "statusReason", "pinnedHub", "twin", "payload",
                "note",
            ])
        let text = try members.requiredText("registrationId")
        let registrationID: RegistrationID
        do throws(RegistrationIDError) {
            registrationID = try RegistrationID(text)
        } catch {
            throw InvalidDocument(at: pointer.appending(name: "registrationId"), error.description)
        }
        self.init(
            registrationID: registrationID,
            division: try members.requiredText("division"),
            status: try members.choice("status") ?? .active,
            statusReason: try members.text("statusReason"),
            pinnedHub: try members.hostName("pinnedHub"),
            twin: try members.twin("twin"),
            payload: try members.object("payload"),
            note: try members.text("note")
        )
    }
}

extension RegisteredDevice {
    /// The device with what the inventory knows of it; members without a value are left out.
    package var json: JSONValue {
        var object = JSONObject()
        object["registrationId"] = .string(device.registrationID.text)
        object["division"] = .string(device.division)
        object["status"] = .string(device.status.rawValue)
        object["statusReason"] = device.statusReason.map(JSONValue.string)
        object["pinnedHub"] = device.pinnedHub.map(JSONValue.string)
        object["twin"] = device.twin?.json
        object["payload"] = device.payload
        object["note"] = device.note.map(JSONValue.string)
        object["revision"] = .number(JSONNumber(revision))
        object["createdAt"] = .string(createdAt.description)
        object["updatedAt"] = .string(updatedAt.description)
        object["updatedBy"] = .string(updatedBy)
        return .object(object)
    }
}
