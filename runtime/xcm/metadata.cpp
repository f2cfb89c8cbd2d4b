// What the metadata shows of messages: the reference has types of its own for each version. Native programs only.
// Source: metadata of Kusama 1.7.1
#include "runtime/xcm/metadata.hpp"

#include "runtime/sdk/metadata/describe.hpp"
#include "runtime/sdk/xcm/location.hpp"
#include "runtime/xcm/account_inside.hpp"
#include "runtime/xcm/named_consensus.hpp"

namespace serinus::sdk::metadata {

namespace {

using xcm::Shape;
using xcm::Shown;
using xcm::Version;

std::string version_name(Version version) { return "v" + std::to_string(static_cast<int>(version)); }

/// `place`: the module, where the crate of version 3 differs by type; none: the version's own.
std::vector<std::string> shown_path(Version version, const char* crate_of_3, const char* module, const char* name) {
    std::vector<std::string> out{version == Version::V3 ? crate_of_3 : "staging_xcm", version_name(version)};
    if (module) out.emplace_back(module);
    out.emplace_back(name);
    return out;
}

/// Of types whose names in version 3 begin with Multi: which name they have.
const char* named_for(Version version, const char* name_in_3, const char* name) {
    return version == Version::V3 ? name_in_3 : name;
}
std::vector<std::string> asset_path(Version version, const char* name_in_3, const char* name) {
    return shown_path(version, "xcm", named_for(version, "multiasset", "asset"), named_for(version, name_in_3, name));
}

template <class T>
Field unnamed(Registry& registry, std::string type_name) {
    return {{}, registry.id<T>(), std::move(type_name), {}};
}
template <class T>
Field named(Registry& registry, std::string name, std::string type_name) {
    return {std::move(name), registry.id<T>(), std::move(type_name), {}};
}

/// Variants one after the other.
struct Cases {
    Variants variants;
    void operator()(const char* name, std::vector<Field> fields = {}) {
        const auto index = static_cast<uint8_t>(variants.variants.size());
        variants.variants.push_back({name, std::move(fields), index, {}});
    }
};

template <Shape kShape, Version kVersion>
struct Show;

template <Version kVersion>
struct Show<Shape::NetworkId, kVersion> {
    static Type of(Registry& r) {
        Variants out;
        const auto add = [&](uint8_t index, const char* name, std::vector<Field> fields = {}) {
            out.variants.push_back({name, std::move(fields), index, {}});
        };
        add(0, "ByGenesis", {unnamed<ByteArray<32>>(r, "[u8; 32]")});
        add(1, "ByFork",
            {named<uint64_t>(r, "block_number", "u64"), named<ByteArray<32>>(r, "block_hash", "[u8; 32]")});
        add(2, "Polkadot");
        add(3, "Kusama");
        if (kVersion != Version::V5) {
            add(4, "Westend");
            add(5, "Rococo");
            add(6, "Wococo");
        }
        add(7, "Ethereum", {named<Compact<uint64_t>>(r, "chain_id", "u64")});
        add(8, "BitcoinCore");
        add(9, "BitcoinCash");
        add(10, "PolkadotBulletin");
        return {shown_path(kVersion, "xcm", "junction", "NetworkId"), {}, std::move(out), {}};
    }
};

template <Version kVersion>
struct Show<Shape::Junction, kVersion> {
    static Type of(Registry& r) {
        using Network = Shown<Shape::NetworkId, kVersion>;
        Cases add;
        const auto network = [&] { return named<std::optional<Network>>(r, "network", "Option<NetworkId>"); };
        add("Parachain", {unnamed<Compact<uint32_t>>(r, "u32")});
        add("AccountId32", {network(), named<ByteArray<32>>(r, "id", "[u8; 32]")});
        add("AccountIndex64", {network(), named<Compact<uint64_t>>(r, "index", "u64")});
        add("AccountKey20", {network(), named<ByteArray<20>>(r, "key", "[u8; 20]")});
        add("PalletInstance", {unnamed<uint8_t>(r, "u8")});
        add("GeneralIndex", {unnamed<Compact<uint128_t>>(r, "u128")});
        add("GeneralKey", {named<uint8_t>(r, "length", "u8"), named<ByteArray<32>>(r, "data", "[u8; 32]")});
        add("OnlyChild");
        add("Plurality", {named<xcm::v3::junction::BodyId>(r, "id", "BodyId"),
                          named<xcm::v3::junction::BodyPart>(r, "part", "BodyPart")});
        add("GlobalConsensus", {unnamed<Network>(r, "NetworkId")});
        return {shown_path(kVersion, "xcm", "junction", "Junction"), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::Junctions, kVersion> {
    static Type of(Registry& r) {
        Variants out{{{"Here", {}, 0, {}}}};
        [&]<size_t... kBefore>(std::index_sequence<kBefore...>) {
            (out.variants.push_back({"X" + std::to_string(kBefore + 1), steps<kBefore + 1>(r), kBefore + 1, {}}), ...);
        }(std::make_index_sequence<xcm::Junctions::kMax>{});
        return {shown_path(kVersion, "xcm", "junctions", "Junctions"), {}, std::move(out), {}};
    }

  private:
    using Junction = Shown<Shape::Junction, kVersion>;
    template <size_t kCount>
    static std::vector<Field> steps(Registry& r) {
        if constexpr (kVersion == Version::V3) {
            return std::vector(kCount, unnamed<Junction>(r, "Junction"));
        } else {
            return {unnamed<std::array<Junction, kCount>>(r, "Arc<[Junction; " + std::to_string(kCount) + "]>")};
        }
    }
};

template <Version kVersion>
struct Show<Shape::Location, kVersion> {
    static Type of(Registry& r) {
        return {shown_path(kVersion, "staging_xcm", named_for(kVersion, "multilocation", "location"),
                           named_for(kVersion, "MultiLocation", "Location")),
                {},
                Composite{{named<uint8_t>(r, "parents", "u8"),
                           named<Shown<Shape::Junctions, kVersion>>(r, "interior", "Junctions")}},
                {}};
    }
};

template <Version kVersion>
struct Show<Shape::AssetId, kVersion> {
    static Type of(Registry& r) {
        using Location = Shown<Shape::Location, kVersion>;
        if (kVersion != Version::V3) {
            return {asset_path(kVersion, "", "AssetId"), {}, Composite{{unnamed<Location>(r, "Location")}}, {}};
        }
        Cases add;
        add("Concrete", {unnamed<Location>(r, "MultiLocation")});
        add("Abstract", {unnamed<ByteArray<32>>(r, "[u8; 32]")});
        return {asset_path(kVersion, "AssetId", ""), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::AssetInstance, kVersion> {
    static Type of(Registry& r) {
        Cases add;
        add("Undefined");
        add("Index", {unnamed<Compact<uint128_t>>(r, "u128")});
        add("Array4", {unnamed<ByteArray<4>>(r, "[u8; 4]")});
        add("Array8", {unnamed<ByteArray<8>>(r, "[u8; 8]")});
        add("Array16", {unnamed<ByteArray<16>>(r, "[u8; 16]")});
        add("Array32", {unnamed<ByteArray<32>>(r, "[u8; 32]")});
        return {asset_path(kVersion, "AssetInstance", "AssetInstance"), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::Fungibility, kVersion> {
    static Type of(Registry& r) {
        Cases add;
        add("Fungible", {unnamed<Compact<uint128_t>>(r, "u128")});
        add("NonFungible", {unnamed<Shown<Shape::AssetInstance, kVersion>>(r, "AssetInstance")});
        return {asset_path(kVersion, "Fungibility", "Fungibility"), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::Asset, kVersion> {
    static Type of(Registry& r) {
        return {asset_path(kVersion, "MultiAsset", "Asset"),
                {},
                Composite{{named<Shown<Shape::AssetId, kVersion>>(r, "id", "AssetId"),
                           named<Shown<Shape::Fungibility, kVersion>>(r, "fun", "Fungibility")}},
                {}};
    }
};

template <Version kVersion>
struct Show<Shape::Assets, kVersion> {
    static Type of(Registry& r) {
        return detail::wrapper(asset_path(kVersion, "MultiAssets", "Assets"),
                               r.id<std::vector<Shown<Shape::Asset, kVersion>>>(),
                               named_for(kVersion, "Vec<MultiAsset>", "Vec<Asset>"));
    }
};

template <Version kVersion>
struct Show<Shape::WildFungibility, kVersion> {
    static Type of(Registry&) {
        Cases add;
        add("Fungible");
        add("NonFungible");
        return {asset_path(kVersion, "WildFungibility", "WildFungibility"), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::WildAsset, kVersion> {
    static Type of(Registry& r) {
        const Field id = named<Shown<Shape::AssetId, kVersion>>(r, "id", "AssetId");
        const Field fun = named<Shown<Shape::WildFungibility, kVersion>>(r, "fun", "WildFungibility");
        Cases add;
        add("All");
        add("AllOf", {id, fun});
        add("AllCounted", {unnamed<Compact<uint32_t>>(r, "u32")});
        add("AllOfCounted", {id, fun, named<Compact<uint32_t>>(r, "count", "u32")});
        return {asset_path(kVersion, "WildMultiAsset", "WildAsset"), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::AssetFilter, kVersion> {
    static Type of(Registry& r) {
        Cases add;
        add("Definite", {unnamed<Shown<Shape::Assets, kVersion>>(r, named_for(kVersion, "MultiAssets", "Assets"))});
        add("Wild",
            {unnamed<Shown<Shape::WildAsset, kVersion>>(r, named_for(kVersion, "WildMultiAsset", "WildAsset"))});
        return {asset_path(kVersion, "MultiAssetFilter", "AssetFilter"), {}, std::move(add.variants), {}};
    }
};

template <>
struct Show<Shape::AssetTransferFilter, Version::V5> {
    static Type of(Registry& r) {
        const Field filter = unnamed<Shown<Shape::AssetFilter, Version::V5>>(r, "AssetFilter");
        Cases add;
        add("Teleport", {filter});
        add("ReserveDeposit", {filter});
        add("ReserveWithdraw", {filter});
        return {asset_path(Version::V5, "", "AssetTransferFilter"), {}, std::move(add.variants), {}};
    }
};

/// Version 4 has those of version 3.
template <Version kVersion>
struct Show<Shape::Error, kVersion> {
    static Type of(Registry& r) {
        Cases add;
        for (const char* const name : {"Overflow",
                                       "Unimplemented",
                                       "UntrustedReserveLocation",
                                       "UntrustedTeleportLocation",
                                       "LocationFull",
                                       "LocationNotInvertible",
                                       "BadOrigin",
                                       "InvalidLocation",
                                       "AssetNotFound",
                                       "FailedToTransactAsset",
                                       "NotWithdrawable",
                                       "LocationCannotHold",
                                       "ExceedsMaxMessageSize",
                                       "DestinationUnsupported",
                                       "Transport",
                                       "Unroutable",
                                       "UnknownClaim",
                                       "FailedToDecode",
                                       "MaxWeightInvalid",
                                       "NotHoldingFees",
                                       "TooExpensive"}) {
            add(name);
        }
        add("Trap", {unnamed<uint64_t>(r, "u64")});
        for (const char* const name : {"ExpectationFalse", "PalletNotFound", "NameMismatch", "VersionIncompatible",
                                       "HoldingWouldOverflow", "ExportError", "ReanchorFailed", "NoDeal", "FeesNotMet",
                                       "LockError", "NoPermission", "Unanchored", "NotDepositable"}) {
            add(name);
        }
        if (kVersion == Version::V5) add("TooManyAssets");
        add("UnhandledXcmVersion");
        add("WeightLimitReached", {unnamed<Weight>(r, "Weight")});
        add("Barrier");
        add("WeightNotComputable");
        add("ExceedsStackLimit");
        return {{"xcm", version_name(kVersion), "traits", "Error"}, {}, std::move(add.variants), {}};
    }
};
template <Version kVersion>
using ShownError = Shown<Shape::Error, kVersion == Version::V5 ? Version::V5 : Version::V3>;

template <>
struct Show<Shape::SendError, Version::V3> {
    static Type of(Registry&) {
        Cases add;
        for (const char* const name : {"NotApplicable", "Transport", "Unroutable", "DestinationUnsupported",
                                       "ExceedsMaxMessageSize", "MissingArgument", "Fees"}) {
            add(name);
        }
        return {{"xcm", "v3", "traits", "SendError"}, {}, std::move(add.variants), {}};
    }
};

template <>
struct Show<Shape::InstructionError, Version::V5> {
    static Type of(Registry& r) {
        return {shown_path(Version::V5, "", "traits", "InstructionError"),
                {},
                Composite{{named<uint8_t>(r, "index", "InstructionIndex"),
                           named<ShownError<Version::V5>>(r, "error", "Error")}},
                {}};
    }
};

template <>
struct Show<Shape::Outcome, Version::V5> {
    static Type of(Registry& r) {
        using Failure = Shown<Shape::InstructionError, Version::V5>;
        const Field used = named<Weight>(r, "used", "Weight");
        Cases add;
        add("Complete", {used});
        add("Incomplete", {used, named<Failure>(r, "error", "InstructionError")});
        add("Error", {unnamed<Failure>(r, "InstructionError")});
        return {shown_path(Version::V5, "", "traits", "Outcome"), {}, std::move(add.variants), {}};
    }
};

template <>
struct Show<Shape::MaybeErrorCode, Version::V3> {
    static Type of(Registry& r) {
        using Code = BoundedVec<uint8_t, xcm::MaybeErrorCode::kMaxBytes>;
        const Field code = unnamed<Code>(r, "BoundedVec<u8, MaxDispatchErrorLen>");
        Cases add;
        add("Success");
        add("Error", {code});
        add("TruncatedError", {code});
        return {{"xcm", "v3", "MaybeErrorCode"}, {}, std::move(add.variants), {}};
    }
};

template <>
struct Show<Shape::OriginKind, Version::V3> {
    static Type of(Registry&) {
        Cases add;
        for (const char* const name : {"Native", "SovereignAccount", "Superuser", "Xcm"}) add(name);
        return {{"xcm", "v3", "OriginKind"}, {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::PalletInfo, kVersion> {
    static Type of(Registry& r) {
        using Name = BoundedVec<uint8_t, xcm::PalletInfo::kMaxName>;
        const auto number = [&](const char* name) { return named<Compact<uint32_t>>(r, name, "u32"); };
        const auto text = [&](const char* name) { return named<Name>(r, name, "BoundedVec<u8, MaxPalletNameLen>"); };
        return {shown_path(kVersion, "xcm", nullptr, "PalletInfo"),
                {},
                Composite{{number("index"), text("name"), text("module_name"), number("major"), number("minor"),
                           number("patch")}},
                {}};
    }
};

template <Version kVersion>
using MaybeError = std::optional<std::tuple<uint32_t, ShownError<kVersion>>>;

template <Version kVersion>
struct Show<Shape::Response, kVersion> {
    static Type of(Registry& r) {
        using Pallets = BoundedVec<Shown<Shape::PalletInfo, kVersion>, xcm::Response::kMaxPallets>;
        Cases add;
        add("Null");
        add("Assets", {unnamed<Shown<Shape::Assets, kVersion>>(r, named_for(kVersion, "MultiAssets", "Assets"))});
        add("ExecutionResult", {unnamed<MaybeError<kVersion>>(r, "Option<(u32, Error)>")});
        add("Version", {unnamed<uint32_t>(r, "super::Version")});
        add("PalletsInfo", {unnamed<Pallets>(r, "BoundedVec<PalletInfo, MaxPalletsInfo>")});
        add("DispatchResult", {unnamed<Shown<Shape::MaybeErrorCode, Version::V3>>(r, "MaybeErrorCode")});
        return {shown_path(kVersion, "xcm", nullptr, "Response"), {}, std::move(add.variants), {}};
    }
};

template <Version kVersion>
struct Show<Shape::QueryResponseInfo, kVersion> {
    static Type of(Registry& r) {
        return {
            shown_path(kVersion, "xcm", nullptr, "QueryResponseInfo"),
            {},
            Composite{{named<Shown<Shape::Location, kVersion>>(r, "destination",
                                                               named_for(kVersion, "MultiLocation", "Location")),
                       named<Compact<uint64_t>>(r, "query_id", "QueryId"), named<Weight>(r, "max_weight", "Weight")}},
            {}};
    }
};

/// One for each kind of calls.
Type double_encoded(Registry& r) {
    return {{"xcm", "double_encoded", "DoubleEncoded"},
            {{"T", {}}},
            Composite{{named<Bytes>(r, "encoded", "Vec<u8>")}},
            {}};
}
template <>
struct Show<Shape::DoubleEncoded, Version::V3> {
    static Type of(Registry& r) { return double_encoded(r); }
};
template <>
struct Show<Shape::DoubleEncodedOfCalls, Version::V3> {
    static Type of(Registry& r) { return double_encoded(r); }
};

template <>
struct Show<Shape::Hint, Version::V5> {
    static Type of(Registry& r) {
        Cases add;
        add("AssetClaimer", {named<Shown<Shape::Location, Version::V5>>(r, "location", "Location")});
        return {shown_path(Version::V5, "", nullptr, "Hint"), {}, std::move(add.variants), {}};
    }
};

/// All instructions of a version; `kCalls`: of programs with this runtime's calls.
template <Version kVersion, bool kCalls>
struct ShowInstruction {
    static Type of(Registry& registry) {
        ShowInstruction shown{registry, {}};
        shown.first_instructions();
        shown.later_instructions();
        if constexpr (kVersion == Version::V5) shown.instructions_of_5();
        return {shown_path(kVersion, "xcm", nullptr, "Instruction"), {{"Call", {}}}, std::move(shown.add.variants), {}};
    }

    Registry& r;
    Cases add;

  private:
    static constexpr const char* kLocation = kVersion == Version::V3 ? "MultiLocation" : "Location";
    static constexpr const char* kInterior = kVersion == Version::V3 ? "InteriorMultiLocation" : "InteriorLocation";

    /// A field; without a name if there is none.
    template <class T>
    Field field(const char* name, std::string type_name) {
        return *name ? named<T>(r, name, std::move(type_name)) : unnamed<T>(r, std::move(type_name));
    }
    template <Shape kShape>
    using In = Shown<kShape, kVersion>;

    Field assets(const char* name = "") {
        return field<In<Shape::Assets>>(name, named_for(kVersion, "MultiAssets", "Assets"));
    }
    Field asset(const char* name) { return field<In<Shape::Asset>>(name, named_for(kVersion, "MultiAsset", "Asset")); }
    Field filter(const char* name) {
        return field<In<Shape::AssetFilter>>(name, named_for(kVersion, "MultiAssetFilter", "AssetFilter"));
    }
    Field location(const char* name = "") { return field<In<Shape::Location>>(name, kLocation); }
    Field maybe_location(const char* name = "") {
        return field<std::optional<In<Shape::Location>>>(name, std::string("Option<") + kLocation + ">");
    }
    Field interior(const char* name = "") { return field<In<Shape::Junctions>>(name, kInterior); }
    Field info(const char* name = "") { return field<In<Shape::QueryResponseInfo>>(name, "QueryResponseInfo"); }
    Field weight(const char* name) { return field<Weight>(name, "Weight"); }
    Field limit() { return field<xcm::v3::WeightLimit>("weight_limit", "WeightLimit"); }
    Field query() { return field<Compact<uint64_t>>("query_id", "QueryId"); }
    Field number(const char* name) { return field<Compact<uint32_t>>(name, "u32"); }
    Field bytes(const char* name) { return field<Bytes>(name, "Vec<u8>"); }
    Field flag(const char* name) { return field<bool>(name, "bool"); }
    /// A program for another chain.
    Field program(const char* name = "xcm") { return field<In<Shape::Xcm>>(name, "Xcm<()>"); }
    Field own_program(const char* name = "") {
        return field<In<kCalls ? Shape::XcmOfCalls : Shape::Xcm>>(name, "Xcm<Call>");
    }
    Field transact_weight() {
        if (kVersion == Version::V5) return field<std::optional<Weight>>("fallback_max_weight", "Option<Weight>");
        return weight("require_weight_at_most");
    }

    void first_instructions() {
        add("WithdrawAsset", {assets()});
        add("ReserveAssetDeposited", {assets()});
        add("ReceiveTeleportedAsset", {assets()});
        add("QueryResponse", {query(), field<In<Shape::Response>>("response", "Response"), weight("max_weight"),
                              maybe_location("querier")});
        add("TransferAsset", {assets("assets"), location("beneficiary")});
        add("TransferReserveAsset", {assets("assets"), location("dest"), program()});
        add("Transact", {field<Shown<Shape::OriginKind, Version::V3>>("origin_kind", "OriginKind"), transact_weight(),
                         field<Shown<kCalls ? Shape::DoubleEncodedOfCalls : Shape::DoubleEncoded, Version::V3>>(
                             "call", "DoubleEncoded<Call>")});
        add("HrmpNewChannelOpenRequest", {number("sender"), number("max_message_size"), number("max_capacity")});
        add("HrmpChannelAccepted", {number("recipient")});
        add("HrmpChannelClosing", {number("initiator"), number("sender"), number("recipient")});
        add("ClearOrigin");
        add("DescendOrigin", {interior()});
        add("ReportError", {info()});
        add("DepositAsset", {filter("assets"), location("beneficiary")});
        add("DepositReserveAsset", {filter("assets"), location("dest"), program()});
        add("ExchangeAsset", {filter("give"), assets("want"), flag("maximal")});
        add("InitiateReserveWithdraw", {filter("assets"), location("reserve"), program()});
        add("InitiateTeleport", {filter("assets"), location("dest"), program()});
        add("ReportHolding", {info("response_info"), filter("assets")});
        add("BuyExecution", {asset("fees"), limit()});
        add("RefundSurplus");
        add("SetErrorHandler", {own_program()});
        add("SetAppendix", {own_program()});
        add("ClearError");
        add("ClaimAsset", {assets("assets"), location("ticket")});
        add("Trap", {field<Compact<uint64_t>>("", "u64")});
        add("SubscribeVersion", {query(), weight("max_response_weight")});
        add("UnsubscribeVersion");
    }
    void later_instructions() {
        add("BurnAsset", {assets()});
        add("ExpectAsset", {assets()});
        add("ExpectOrigin", {maybe_location()});
        add("ExpectError", {field<MaybeError<kVersion>>("", "Option<(u32, Error)>")});
        add("ExpectTransactStatus", {field<Shown<Shape::MaybeErrorCode, Version::V3>>("", "MaybeErrorCode")});
        add("QueryPallet", {bytes("module_name"), info("response_info")});
        add("ExpectPallet",
            {number("index"), bytes("name"), bytes("module_name"), number("crate_major"), number("min_crate_minor")});
        add("ReportTransactStatus", {info()});
        add("ClearTransactStatus");
        add("UniversalOrigin", {field<In<Shape::Junction>>("", "Junction")});
        add("ExportMessage", {field<In<Shape::NetworkId>>("network", "NetworkId"), interior("destination"), program()});
        add("LockAsset", {asset("asset"), location("unlocker")});
        add("UnlockAsset", {asset("asset"), location("target")});
        add("NoteUnlockable", {asset("asset"), location("owner")});
        add("RequestUnlock", {asset("asset"), location("locker")});
        add("SetFeesMode", {flag("jit_withdraw")});
        add("SetTopic", {field<ByteArray<32>>("", "[u8; 32]")});
        add("ClearTopic");
        add("AliasOrigin", {location()});
        add("UnpaidExecution", {limit(), maybe_location("check_origin")});
    }
    void instructions_of_5() {
        using Transfer = In<Shape::AssetTransferFilter>;
        add("PayFees", {asset("asset")});
        add("InitiateTransfer",
            {location("destination"), field<std::optional<Transfer>>("remote_fees", "Option<AssetTransferFilter>"),
             flag("preserve_origin"),
             field<BoundedVec<Transfer, xcm::Instruction::kMaxTransfers>>(
                 "assets", "BoundedVec<AssetTransferFilter, MaxAssetTransferFilters>"),
             program("remote_xcm")});
        add("ExecuteWithOrigin",
            {field<std::optional<In<Shape::Junctions>>>("descendant_origin", "Option<InteriorLocation>"),
             own_program("xcm")});
        add("SetHints", {field<BoundedVec<In<Shape::Hint>, xcm::Instruction::kMaxHints>>(
                            "hints", "BoundedVec<Hint, HintNumVariants>")});
    }
};
template <Version kVersion>
struct Show<Shape::Instruction, kVersion> : ShowInstruction<kVersion, false> {};
template <Version kVersion>
struct Show<Shape::InstructionOfCalls, kVersion> : ShowInstruction<kVersion, true> {};

template <Shape kInstruction, Version kVersion>
struct ShowProgram {
    static Type of(Registry& r) {
        Type out = detail::wrapper(shown_path(kVersion, "xcm", nullptr, "Xcm"),
                                   r.id<std::vector<Shown<kInstruction, kVersion>>>(), "Vec<Instruction<Call>>");
        out.parameters = {{"Call", {}}};
        return out;
    }
};
template <Version kVersion>
struct Show<Shape::Xcm, kVersion> : ShowProgram<Shape::Instruction, kVersion> {};
template <Version kVersion>
struct Show<Shape::XcmOfCalls, kVersion> : ShowProgram<Shape::InstructionOfCalls, kVersion> {};

template <class Add>
Variants for_each_version(Add add) {
    Variants out;
    const auto one = [&]<Version kVersion> {
        const auto index = static_cast<uint8_t>(kVersion);
        out.variants.push_back({"V" + std::to_string(index), add.template operator()<kVersion>(), index, {}});
    };
    one.template operator()<Version::V3>();
    one.template operator()<Version::V4>();
    one.template operator()<Version::V5>();
    return out;
}

/// A type for each version, each of which has `kShape`.
template <Shape kShape>
Type versioned(Registry& r, const char* name, const char* name_in_3, const char* leaf) {
    const auto one = [&]<Version kVersion>() -> std::vector<Field> {
        return {
            unnamed<Shown<kShape, kVersion>>(r, version_name(kVersion) + "::" + named_for(kVersion, name_in_3, leaf))};
    };
    return {{"xcm", name}, {}, for_each_version(one), {}};
}
template <Shape kShape>
Type versioned_program(Registry& r) {
    Type out = versioned<kShape>(r, "VersionedXcm", "Xcm<RuntimeCall>", "Xcm<RuntimeCall>");
    out.parameters = {{"RuntimeCall", {}}};
    return out;
}

}  // namespace

template <Shape kShape, Version kVersion>
Type Describe<Shown<kShape, kVersion>>::of(Registry& registry) {
    return Show<kShape, kVersion>::of(registry);
}
template struct Describe<Shown<Shape::Location, xcm::kLatest>>;
template struct Describe<Shown<Shape::Junctions, xcm::kLatest>>;
template struct Describe<Shown<Shape::Assets, xcm::kLatest>>;
template struct Describe<Shown<Shape::Response, xcm::kLatest>>;
template struct Describe<Shown<Shape::Xcm, xcm::kLatest>>;
template struct Describe<Shown<Shape::Error, xcm::kLatest>>;
template struct Describe<Shown<Shape::Outcome, xcm::kLatest>>;
template struct Describe<Shown<Shape::SendError, Version::V3>>;

Type Describe<xcm::AccountInside>::of(Registry& r) { return Show<Shape::Junctions, Version::V5>::of(r); }
Type Describe<xcm::NamedConsensus>::of(Registry& r) { return Show<Shape::Junctions, Version::V5>::of(r); }

Type Describe<xcm::VersionedLocation>::of(Registry& r) {
    return versioned<Shape::Location>(r, "VersionedLocation", "MultiLocation", "Location");
}
Type Describe<xcm::VersionedAssetId>::of(Registry& r) {
    return versioned<Shape::AssetId>(r, "VersionedAssetId", "AssetId", "AssetId");
}
Type Describe<xcm::VersionedAssets>::of(Registry& r) {
    return versioned<Shape::Assets>(r, "VersionedAssets", "MultiAssets", "Assets");
}
Type Describe<xcm::VersionedResponse>::of(Registry& r) {
    return versioned<Shape::Response>(r, "VersionedResponse", "Response", "Response");
}
Type Describe<xcm::VersionedXcm>::of(Registry& r) { return versioned_program<Shape::Xcm>(r); }
Type Describe<xcm::VersionedXcmOfCalls>::of(Registry& r) { return versioned_program<Shape::XcmOfCalls>(r); }

Type Describe<xcm::VersionedLocatableAsset>::of(Registry& r) {
    const auto one = [&]<Version kVersion>() -> std::vector<Field> {
        const std::string module = "xcm::" + version_name(kVersion);
        return {named<Shown<Shape::Location, kVersion>>(r, "location", module + "::Location"),
                named<Shown<Shape::AssetId, kVersion>>(r, "asset_id", module + "::AssetId")};
    };
    return {{"polkadot_runtime_common", "impls", "VersionedLocatableAsset"}, {}, for_each_version(one), {}};
}

}  // namespace serinus::sdk::metadata
