extension Division {
    /// Reads a division as people write it: `name`, `noun`, `hubPattern`, and optionally `twin` and
    /// `payload`.
    ///
    /// - Throws: `InvalidDocument` that names the member at fault.
    package init(json: JSONValue, at pointer: JSONPointer) throws(InvalidDocument) {
        let members = try JSONMembers(
            json, at: pointer, known: ["name", "noun", "hubPattern", "twin", "payload"])
        self.init(
            name: try members.requiredText("name"),
            noun: try members.requiredText("noun"),
            hubPattern: try members.requiredText("hubPattern"),
            twin: try members.twin("twin"),
            payload: try members.object("payload")
        )
    }
}
