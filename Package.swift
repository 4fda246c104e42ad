// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same rules; a warning is an error.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Rooms that have no business with unsafe memory must say so at each use; so there is none.
let safe = strict + [.strictMemorySafety()]

let package = Package(
    name: "dps-allocator",
    products: [
        .executable(name: "dps-allocator", targets: ["dps-allocator"]),
        .executable(name: "dps-emulator", targets: ["dps-emulator"]),
    ],
    dependencies: [],
    targets: [
        // The arrows between these rooms are the architecture: DESIGN.md, "Rooms and arrows".
        .executableTarget(name: "dps-allocator", dependencies: ["Commands"], swiftSettings: strict),
        .target(
            name: "Commands",
            dependencies: [
                "API", "Allocation", "CommandLineInterface", "DelimitedText", "Files", "HTTP", "SQLiteStore",
            ],
            swiftSettings: strict
        ),
        .executableTarget(name: "dps-emulator", dependencies: ["Emulator"], swiftSettings: strict),
        .target(
            name: "Emulator", dependencies: ["Allocation", "CommandLineInterface", "HTTP"],
            swiftSettings: strict),
        .target(name: "CommandLineInterface", dependencies: ["Allocation"], swiftSettings: strict),
        .target(
            name: "API",
            dependencies: ["Allocation", "COpenAPI", "Console", "DelimitedText", "Files", "HTTP"],
            swiftSettings: safe),
        .target(
            name: "SQLiteStore",
            dependencies: ["Allocation", "SQLite", "Migrations"],
            swiftSettings: strict
        ),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: strict),
        .target(name: "HTTP", dependencies: ["CLinux"], swiftSettings: strict),
        .target(name: "Allocation", swiftSettings: safe),
        .target(name: "Console", dependencies: ["Allocation", "CConsole"], swiftSettings: safe),
        .target(name: "DelimitedText", swiftSettings: safe),
        .target(name: "Files", dependencies: ["Allocation", "DelimitedText"], swiftSettings: safe),
        .target(
            name: "Migrations",
            path: "Migrations",
            resources: [.embedInCode("inventory"), .embedInCode("history")],
            swiftSettings: strict
        ),
        .target(name: "CConsole", exclude: ["files"]),
        .target(name: "CLinux"),
        .target(name: "COpenAPI", exclude: ["openapi.json"]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

        // What the tests share.
        .target(name: "TemporaryFolders", path: "Tests/TemporaryFolders", swiftSettings: strict),
        .target(name: "Contoso", dependencies: ["Allocation"], path: "Tests/Contoso", swiftSettings: strict),
        .target(
            name: "InMemoryStore",
            dependencies: ["Allocation"],
            path: "Tests/InMemoryStore",
            swiftSettings: strict
        ),

        .testTarget(
            name: "AllocationTests", dependencies: ["Allocation", "Contoso", "DelimitedText"],
            swiftSettings: strict),
        .testTarget(
            name: "APITests",
            dependencies: ["API", "Allocation", "Console", "Contoso", "HTTP", "InMemoryStore"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandLineInterfaceTests", dependencies: ["CommandLineInterface"], swiftSettings: strict),
        .testTarget(name: "ConsoleTests", dependencies: ["Console"], swiftSettings: strict),
        .testTarget(
            name: "EmulatorTests",
            dependencies: [
                "Allocation", "CommandLineInterface", "Contoso", "Emulator", "HTTP", "TemporaryFolders",
            ],
            swiftSettings: strict),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "CLinux"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteTests", dependencies: ["SQLite", "TemporaryFolders"], swiftSettings: strict),
        .testTarget(
            name: "RepositoryContractTests",
            dependencies: [
                "Allocation", "Contoso", "Files", "InMemoryStore", "SQLiteStore", "TemporaryFolders",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "Allocation", "Contoso", "Migrations", "SQLite", "SQLiteStore", "TemporaryFolders",
            ],
            exclude: ["inventory.schema.sql", "history.schema.sql"],
            swiftSettings: strict
        ),
        .testTarget(name: "DelimitedTextTests", dependencies: ["DelimitedText"], swiftSettings: strict),
        .testTarget(
            name: "FilesTests",
            dependencies: ["Allocation", "Contoso", "Files", "InMemoryStore"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandsTests", dependencies: ["Allocation", "CommandLineInterface", "Commands", "HTTP"],
            swiftSettings: strict),
    ],
    cLanguageStandard: .gnu2x
)
