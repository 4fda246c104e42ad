package import Allocation

extension Division {
    /// The article's toasters.
    package static let toasters = Division(
        name: "toasters",
        noun: "toasters",
        hubPattern: "-toasters-",
        // Should this ever be refused, the twin is missing, and every test that looks at a body fails.
        twin: try? InitialTwin([
            "tags": ["deviceType": "toaster"],
            "properties": ["desired": ["state": "ready", "darknessSetting": "medium"]],
        ])
    )

    /// The article's heat pumps.
    package static let heatPumps = Division(
        name: "heatpumps",
        noun: "heat pumps",
        hubPattern: "-heatpumps-",
        twin: try? InitialTwin([
            "tags": ["deviceType": "heatpump"],
            "properties": ["desired": ["state": "on", "temperatureSetting": "65"]],
        ])
    )
}
