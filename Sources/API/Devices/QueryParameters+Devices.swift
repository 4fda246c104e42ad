import Allocation

extension QueryParameters {
    /// Those by which devices are chosen.
    static let deviceFilterNames = [
        "division", "status", "label", "pinnedHub", "text", "createdSince", "createdUntil", "updatedSince",
        "updatedUntil", "seen",
    ]

    mutating func deviceFilter() -> DeviceFilter {
        var filter = DeviceFilter()
        filter.division = text("division")
        filter.status = choice("status")
        filter.label = text("label")
        filter.pinnedHub = text("pinnedHub")
        filter.text = text("text")
        filter.createdSince = time("createdSince")
        filter.createdUntil = time("createdUntil")
        filter.updatedSince = time("updatedSince")
        filter.updatedUntil = time("updatedUntil")
        filter.isSeen = flag("seen")
        return filter
    }
}
