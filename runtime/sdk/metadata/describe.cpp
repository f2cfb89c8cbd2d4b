#include "runtime/sdk/metadata/describe.hpp"

namespace serinus::sdk::metadata {

using detail::unnamed_field;

namespace {

/// Stand for types that exist in the metadata only.
struct ApiVersions {};

std::vector<std::string> generic(const char* module, const char* name) {
    return {"sp_runtime", "generic", module, name};
}

std::vector<std::string> transaction_validity(const char* name) { return {"sp_runtime", "transaction_validity", name}; }

}  // namespace

template <>
struct Describe<ApiVersions> {
    static Type of(Registry& registry) {
        const TypeId list = registry.id<std::vector<std::tuple<ByteArray<8>, uint32_t>>>();
        return {{"Cow"}, {{"T", list}}, Composite{{{{}, list, {}, {}}}}, {}};
    }
};
Type Describe<primitives::DigestItem>::of(Registry& registry) {
    const Field engine = unnamed_field(registry.id<EngineId>(), "ConsensusEngineId");
    const Field data = unnamed_field(registry.id<Bytes>(), "Vec<u8>");
    return {generic("digest", "DigestItem"),
            {},
            Variants{{{"PreRuntime", {engine, data}, 6, {}},
                      {"Consensus", {engine, data}, 4, {}},
                      {"Seal", {engine, data}, 5, {}},
                      {"Other", {data}, 0, {}},
                      {"RuntimeEnvironmentUpdated", {}, 8, {}}}},
            {}};
}

Type Describe<sp_runtime::generic::digest::Digest>::of(Registry& registry) {
    return {generic("digest", "Digest"),
            {},
            Composite{{{"logs", registry.id<primitives::Digest>(), "Vec<DigestItem>", {}}}},
            {}};
}

Type Describe<primitives::Header>::of(Registry& registry) {
    const TypeId number = registry.id<BlockNumber>();
    const TypeId hash = registry.id<Hash256>();
    const TypeId compact = registry.id<Compact<BlockNumber>>();
    return {generic("header", "Header"),
            {{"Number", number}, {"Hash", {}}},
            Composite{{{"parent_hash", hash, "Hash::Output", {}},
                       {"number", compact, "Number", {}},
                       {"state_root", hash, "Hash::Output", {}},
                       {"extrinsics_root", hash, "Hash::Output", {}},
                       {"digest", registry.id<sp_runtime::generic::digest::Digest>(), "Digest", {}}}},
            {}};
}

Type Describe<sp_runtime::generic::era::Era>::of(Registry& registry) {
    const Field second{{}, registry.id<uint8_t>(), {}, {}};
    Variants out{{{"Immortal", {}, 0, {}}}};
    for (int first = 1; first < 256; ++first) {
        out.variants.push_back({"Mortal" + std::to_string(first), {second}, static_cast<uint8_t>(first), {}});
    }
    return {generic("era", "Era"), {}, std::move(out), {}};
}

/// The text of a version, which the code has.
struct VersionText {};
template <>
struct Describe<VersionText> {
    static Type of(Registry& registry) {
        const TypeId text = registry.id<std::string>();
        return {{"Cow"}, {{"T", text}}, Composite{{unnamed_field(text, {})}}, {}};
    }
};

Type Describe<frame_system::LastRuntimeUpgradeInfo>::of(Registry& registry) {
    constexpr std::string_view kScope = reflect::kTypeName<frame_system::LastRuntimeUpgradeInfo>;
    Type out;
    out.path = path_of(kScope);
    std::vector<Field> fields;
    fields.push_back(registry.field(kScope, "spec_version", registry.id<Compact<uint32_t>>()));
    fields.push_back(registry.field(kScope, "spec_name", registry.id<VersionText>()));
    out.definition = Composite{std::move(fields)};
    out.docs = registry.docs(kScope);
    return out;
}

Type Describe<sp_version::RuntimeVersion>::of(Registry& registry) {
    const char* const text_name = "Cow<'static, str>";
    const TypeId text = registry.id<VersionText>();
    const TypeId u32 = registry.id<uint32_t>();
    const TypeId apis = registry.id<ApiVersions>();
    return {{"sp_version", "RuntimeVersion"},
            {},
            Composite{{{"spec_name", text, text_name, {}},
                       {"impl_name", text, text_name, {}},
                       {"authoring_version", u32, "u32", {}},
                       {"spec_version", u32, "u32", {}},
                       {"impl_version", u32, "u32", {}},
                       {"apis", apis, "ApisVec", {}},
                       {"transaction_version", u32, "u32", {}},
                       {"system_version", registry.id<uint8_t>(), "u8", {}}}},
            {}};
}

Type Describe<sp_runtime::MultiSignature>::of(Registry& registry) {
    const auto one = [](const char* name, TypeId type, const char* type_name, uint8_t index) {
        return Variant{name, {unnamed_field(type, type_name)}, index, {}};
    };
    return {{"sp_runtime", "MultiSignature"},
            {},
            Variants{{one("Ed25519", registry.id<ByteArray<64>>(), "ed25519::Signature", 0),
                      one("Sr25519", registry.id<ByteArray<64>>(), "sr25519::Signature", 1),
                      one("Ecdsa", registry.id<ByteArray<65>>(), "ecdsa::Signature", 2)}},
            {}};
}

Type Describe<TransactionValidityError>::of(Registry& registry) {
    const Field invalid = unnamed_field(registry.id<InvalidTransaction>(), "InvalidTransaction");
    const Field unknown = unnamed_field(registry.id<UnknownTransaction>(), "UnknownTransaction");
    return {transaction_validity("TransactionValidityError"),
            {},
            Variants{{{"Invalid", {invalid}, 0, {}}, {"Unknown", {unknown}, 1, {}}}},
            {}};
}

}  // namespace serinus::sdk::metadata
