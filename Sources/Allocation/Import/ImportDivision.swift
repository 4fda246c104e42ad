/// What an import needs to know of a division, made once for all rows that name it.
package struct ImportDivision: Sendable {
    /// As the inventory spells it.
    let name: String
    let template: TwinTemplate?

    package init(name: String, template: TwinTemplate?) {
        self.name = name
        self.template = template
    }
}
