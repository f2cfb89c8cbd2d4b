#include "runtime/sdk/metadata/describe.hpp"

namespace serinus::sdk::metadata {

using detail::unnamed_field;
using detail::wrapper;

namespace {

/// Stand for types that exist in the metadata only.
struct ApiVersions {};
struct Ed25519 {};
struct Sr25519 {};
struct Ecdsa {};

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
template <>
struct Describe<Ed25519> {
    static Type of(Registry& registry) {
        return wrapper({"sp_core", "ed25519", "Signature"}, registry.id<ByteArray<64>>(), "[u8; 64]");
    }
};
template <>
struct Describe<Sr25519> {
    static Type of(Registry& registry) {
        return wrapper({"sp_core", "sr25519", "Signature"}, registry.id<ByteArray<64>>(), "[u8; 64]");
    }
};
template <>
struct Describe<Ecdsa> {
    static Type of(Registry& registry) {
        return wrapper({"sp_core", "ecdsa", "Signature"}, registry.id<ByteArray<65>>(), "[u8; 65]");
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

/// The text of a version. Runtimes with extrinsics of format 5 say that the code has it.
struct VersionText {};
template <>
struct Describe<VersionText> {
    static Type of(Registry& registry) {
        const TypeId text = registry.id<std::string>();
        return {{"Cow"}, {{"T", text}}, Composite{{unnamed_field(text, {})}}, {}};
    }
};
static TypeId version_text(Registry& registry) {
    return registry.has_general_extrinsics() ? registry.id<VersionText>() : registry.id<std::string>();
}

Type Describe<frame_system::LastRuntimeUpgradeInfo>::of(Registry& registry) {
    constexpr std::string_view kScope = reflect::kTypeName<frame_system::LastRuntimeUpgradeInfo>;
    Type out;
    out.path = path_of(kScope);
    std::vector<Field> fields;
    fields.push_back(registry.field(kScope, "spec_version", registry.id<Compact<uint32_t>>()));
    fields.push_back(registry.field(kScope, "spec_name", version_text(registry)));
    out.definition = Composite{std::move(fields)};
    out.docs = registry.docs(kScope);
    return out;
}

Type Describe<sp_version::RuntimeVersion>::of(Registry& registry) {
    const bool is_later = registry.has_general_extrinsics();
    const char* const text_name = is_later ? "Cow<'static, str>" : "RuntimeString";
    const TypeId text = version_text(registry);
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
                       {is_later ? "system_version" : "state_version", registry.id<uint8_t>(), "u8", {}}}},
            {}};
}

Type Describe<sp_runtime::MultiSignature>::of(Registry& registry) {
    const bool bare = registry.has_general_extrinsics();
    const auto one = [](const char* name, TypeId type, const char* type_name, uint8_t index) {
        return Variant{name, {unnamed_field(type, type_name)}, index, {}};
    };
    return {
        {"sp_runtime", "MultiSignature"},
        {},
        Variants{{one("Ed25519", bare ? registry.id<ByteArray<64>>() : registry.id<Ed25519>(), "ed25519::Signature", 0),
                  one("Sr25519", bare ? registry.id<ByteArray<64>>() : registry.id<Sr25519>(), "sr25519::Signature", 1),
                  one("Ecdsa", bare ? registry.id<ByteArray<65>>() : registry.id<Ecdsa>(), "ecdsa::Signature", 2)}},
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
