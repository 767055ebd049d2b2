// swift-tools-version: 6.2

import PackageDescription

/// Every target of ours is compiled the same way: Swift 6, no warning survives, and an import is
/// visible only in the file that writes it.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What looks at every byte of a file is optimised in debug builds too: the polluted files of
/// `ConversionScoreTests` then take 7 seconds of a processor instead of 51.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "retrofill",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "retrofill", targets: ["retrofill"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C headers, and one thin C++ shim.
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CPCRE", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .target(
      name: "CSimdjson",
      cxxSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("simdjson")]),

    // The product, from the bottom up. scripts/check-imports holds the same table.
    .target(name: "Postgres", dependencies: ["CPostgres"], swiftSettings: strict),
    .target(
      name: "FlatFiles", dependencies: ["CCSV", "CZlib", "CZip", "CZstd", "CCrypto", "CSimdjson"],
      swiftSettings: strict + quick),
    .target(
      name: "Layouts", dependencies: ["FlatFiles", "CPCRE", yams], swiftSettings: strict + quick),
    .target(
      name: "Store", dependencies: ["Postgres", logging],
      resources: [.embedInCode("migrations")],
      swiftSettings: strict),
    .target(
      name: "Loading", dependencies: ["Postgres", "FlatFiles", "Layouts", "Store", logging],
      swiftSettings: strict),
    .target(name: "Refining", dependencies: ["Postgres", "Store", logging], swiftSettings: strict),
    .target(
      name: "Archiving", dependencies: ["Loading", "Postgres", "FlatFiles", "Store", logging],
      swiftSettings: strict),
    .target(
      name: "Jobs",
      dependencies: [
        "Loading", "Refining", "Archiving", "Store", "Layouts", "FlatFiles", yams, logging,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "retrofill",
      dependencies: [
        "Jobs", "Archiving", "Refining", "Loading", "Store", "Layouts", "FlatFiles", "Postgres",
        argumentParser, logging,
      ],
      swiftSettings: strict),

    // One test target per source target, and what they share.
    .target(
      name: "TestSupport", dependencies: ["Postgres", "Store", "CZip"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "FlatFilesTests",
      // Layouts: the files of the polluter are inspected as well.
      dependencies: ["FlatFiles", "Layouts", "CCSV", "CZip", "CZstd"],
      swiftSettings: strict),
    .testTarget(
      name: "LayoutsTests", dependencies: ["Layouts", "FlatFiles", yams], swiftSettings: strict),
    .testTarget(
      name: "StoreTests", dependencies: ["Store", "Postgres", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LoadingTests",
      dependencies: ["Loading", "Layouts", "FlatFiles", "Store", "Postgres", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RefiningTests", dependencies: ["Refining", "Store", "Postgres", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ArchivingTests",
      dependencies: [
        "Archiving", "Refining", "Loading", "Layouts", "FlatFiles", "Store", "Postgres",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "JobsTests",
      dependencies: [
        "Jobs", "Archiving", "Refining", "Loading", "Layouts", "FlatFiles", "Store", "Postgres",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "retrofill", "Jobs", "Archiving", "Loading", "Layouts", "FlatFiles", "Store", "Postgres",
        "TestSupport", argumentParser, logging,
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
