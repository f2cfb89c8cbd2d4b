/// A small metadata in all three versions, for tests.
#pragma once

#include "metadata/wire.hpp"

namespace serinus::metadata::sample {

/// The numbers of its types.
enum SampleType : uint32_t {
    kSampleU8,
    kSampleU32,
    kSampleAccount,    // AccountId32([u8; 32])
    kSampleBytes32,    // [u8; 32]
    kSampleCall,       // RuntimeCall {System 0}
    kSampleSystem,     // Call {remark 0 (bytes), set 2 (number: Compact<u32>, whom: AccountId32)}
    kSampleBytes,      // Vec<u8>
    kSampleCompact,    // Compact<u32>
    kSampleNothing,    // ()
    kSampleCheckMode,  // CheckMode {mode: Mode}
    kSampleMode,       // Mode {Off 0, On 1}
    kSampleExtrinsic,  // only version 14 needs it
    kSampleUnused,     // (u8, u32), which no extrinsic has
    kSampleVersion,    // RuntimeVersion, not as a whole
    kSampleText,
    kSampleU16,
};

inline std::vector<Type> sample_types() {
    std::vector<Type> out;
    const auto add = [&out](Texts path, auto definition, std::vector<Parameter> parameters = {}) {
        Type& type = out.emplace_back();
        type.id = static_cast<uint32_t>(out.size() - 1);
        type.path = std::move(path);
        type.parameters = std::move(parameters);
        type.definition = std::move(definition);
    };
    const auto field = [](std::optional<Text> name, uint32_t type, std::optional<Text> type_name = std::nullopt) {
        return Field{name, type, type_name, {}};
    };
    constexpr uint8_t kU8 = 3, kU16 = 4, kU32 = 5, kString = 2;
    add({}, Primitive{kU8});
    add({}, Primitive{kU32});
    add({"sp_core", "AccountId32"}, Composite{{field(std::nullopt, kSampleBytes32, "[u8; 32]")}});
    add({}, Array{32, kSampleU8});
    add({"sample", "RuntimeCall"}, Cases{{Case{"System", {field(std::nullopt, kSampleSystem)}, 0, {}}}});
    add({"system", "Call"}, Cases{{Case{"set", {field("number", kSampleCompact), field("whom", kSampleAccount)}, 2, {}},
                                   Case{"remark", {field("bytes", kSampleBytes, "Vec<u8>")}, 0, {"Says something."}}}});
    add({}, Sequence{kSampleU8});
    add({}, CompactOf{kSampleU32});
    add({}, Tuple{});
    add({"sample", "CheckMode"}, Composite{{field("mode", kSampleMode)}});
    add({"sample", "Mode"}, Cases{{Case{"Off", {}, 0, {}}, Case{"On", {}, 1, {}}}});
    add({"UncheckedExtrinsic"}, Composite{},
        {{"Address", TypeId(kSampleAccount)},
         {"Call", TypeId(kSampleCall)},
         {"Signature", TypeId(kSampleBytes)},
         {"Extra", {}}});
    add({}, Tuple{{kSampleU8, kSampleU32}});
    add({"RuntimeVersion"}, Composite{{field("spec_name", kSampleText)}});
    add({}, Primitive{kString});
    add({}, Primitive{kU16});
    return out;
}

inline const Bytes kSampleVersionValue = {12, 'a', 'b', 'c', 4, 'i', 1, 0, 0, 0, 7, 0, 0, 0};
inline const Bytes kSamplePrefixValue = {42, 0};

inline wire::v14::Metadata sample_v14() {
    wire::v14::Metadata out;
    out.types = sample_types();
    out.pallets = {
        {"System",
         wire::v14::PalletStorage{"System",
                                  {{"Number", 1, PlainEntry{kSampleU32}, {}, {"A number."}},
                                   {"Account", 0, MapEntry{{2}, kSampleAccount, kSampleU32}, {}, {}}}},
         TypeId(kSampleSystem),
         std::nullopt,
         {{"Version", kSampleVersion, kSampleVersionValue, {}}, {"SS58Prefix", kSampleU16, kSamplePrefixValue, {}}},
         std::nullopt,
         5}};
    out.extrinsic = {kSampleExtrinsic, 4, {{"CheckMode", kSampleCheckMode, kSampleNothing}}};
    out.runtime = kSampleNothing;
    return out;
}

inline wire::v15::Metadata sample_v15() {
    auto old = sample_v14();
    wire::v15::Metadata out;
    out.types = std::move(old.types);
    auto& system = old.pallets[0];
    out.pallets = {{system.name,
                    system.storage,
                    system.calls,
                    system.events,
                    system.constants,
                    system.errors,
                    system.index,
                    {"All chains have it."}}};
    out.extrinsic = {4, kSampleAccount, kSampleCall, kSampleBytes, kSampleNothing, old.extrinsic.extensions};
    out.runtime = kSampleNothing;
    out.apis = {
        {"Core", {{"version", {}, kSampleVersion, {}}, {"add", {{"number", kSampleU32}}, kSampleU8, {}}}, {"Doc."}}};
    out.outer_enums = {kSampleCall, kSampleNothing, kSampleNothing};
    out.custom["answer"] = {kSampleU16, kSamplePrefixValue};
    return out;
}

/// With everything that only version 16 has.
inline wire::v16::Metadata sample_v16() {
    using namespace wire::v16;
    auto old = sample_v15();
    wire::v16::Metadata out;
    out.types = std::move(old.types);
    wire::v16::Pallet system;
    system.name = "System";
    system.storage = wire::v16::PalletStorage{
        "System",
        {{"Number", 1, PlainEntry{kSampleU32}, {}, {"A number."}, WithNote{"too large", "1.2"}},
         {"Account", 0, MapEntry{{2}, kSampleAccount, kSampleU32}, {}, {}, {}}}};
    system.calls = wire::v16::Cases{kSampleSystem, {{2, WithNote{"use remark", std::nullopt}}}};
    system.constants = {{"Version", kSampleVersion, kSampleVersionValue, {}, {}},
                        {"SS58Prefix", kSampleU16, kSamplePrefixValue, {}, WithoutNote{}}};
    system.associated_types = {{"Nonce", kSampleU32, {"Of accounts."}}};
    system.view_functions = {{.id = {1, 2},
                              .name = "sum",
                              .inputs = {{"of", kSampleBytes}},
                              .output = kSampleU32,
                              .docs = {},
                              .deprecation = {}}};
    system.index = 5;
    system.docs = {"All chains have it."};
    out.pallets = {std::move(system)};
    out.extrinsic.versions = {4, 5};
    out.extrinsic.address = kSampleAccount;
    out.extrinsic.call = kSampleCall;
    out.extrinsic.signature = kSampleBytes;
    out.extrinsic.extensions = {{"CheckNew", kSampleU32, kSampleU32}, {"CheckMode", kSampleCheckMode, kSampleNothing}};
    out.extrinsic.extension_versions = {{0, {1}}, {3, {1, 0}}};
    for (const auto& api : old.apis) {
        std::vector<Method> methods;
        for (const auto& one : api.methods) methods.push_back({one.name, one.inputs, one.output, one.docs, {}});
        out.apis.push_back({api.name, std::move(methods), api.docs, 5u, WithoutNote{}});
    }
    out.outer_enums = old.outer_enums;
    out.custom = old.custom;
    return out;
}

template <class Wire>
Bytes encoded(uint8_t version, const Wire& metadata) {
    return concat(wire::kMagic, Bytes{version}, scale::encode(metadata));
}

}  // namespace serinus::metadata::sample
