// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same rules; a warning is an error.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Rooms that have no business with unsafe memory must say so at each use; so there is none.
let safe = strict + [.strictMemorySafety()]

let package = Package(
    name: "dps-allocator",
    products: [],
    dependencies: [],
    targets: [
        .target(name: "HTTP", dependencies: ["CLinux"], swiftSettings: strict),
        .target(name: "Allocation", swiftSettings: safe),
        .target(name: "CLinux"),

        .testTarget(name: "AllocationTests", dependencies: ["Allocation"], swiftSettings: strict),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "CLinux"], swiftSettings: strict),
    ]
)
