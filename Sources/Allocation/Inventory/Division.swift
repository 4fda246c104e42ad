/// A part of the business with hubs of its own, such as the toasters.
package struct Division: Sendable, Equatable {
    /// Its handle, unique whatever the case.
    package let name: String

    /// What the division calls its things in the plural; it completes "No ... hub found for the enrollment."
    package let noun: String

    /// A linked hub belongs to the division when its host name contains this, whatever the case; never empty.
    package let hubPattern: String

    /// The template that its devices' twins start from.
    package let twin: InitialTwin?

    /// What DPS hands to each of its devices in `registrationState.payload`.
    package let payload: JSONValue?

    /// The template as it is sent to a device without a twin of its own, made once and not at each decision.
    package let twinDocument: TwinDocument?

    package init(
        name: String, noun: String, hubPattern: String, twin: InitialTwin? = nil, payload: JSONValue? = nil
    ) {
        self.name = name
        self.noun = noun
        self.hubPattern = hubPattern
        self.twin = twin
        self.payload = payload
        twinDocument = twin?.document
    }

    /// The template as the twins of its devices are laid over it; `nil` without one.
    package var template: TwinTemplate? { twin.map(TwinTemplate.init) }
}
