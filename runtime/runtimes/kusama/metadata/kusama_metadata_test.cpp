// The metadata that Kusama's runtime embeds, beside that of the real Kusama 1.7.1. Spec: sect-metadata
//
// Everything agrees: pallets in their order, indices, storage with hashers, types and defaults, calls, events, errors,
// constants, extensions, with the names of types and fields as the reference's source spells them. Documentation is our
// own.
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama/metadata/real_module_test.hpp"
#include "runtime/sdk/metadata/printed.hpp"
#include "runtime_api/metadata.hpp"
#include "tests/support/data.hpp"

namespace serinus::sdk::metadata {
namespace {

/// The surroundings of the first difference: a call with all its types is printed in up to a megabyte.
std::string differing_part(std::string_view ours, std::string_view theirs) {
    constexpr size_t kBefore = 100;
    constexpr size_t kShown = 200;
    const auto at = static_cast<size_t>(std::ranges::mismatch(ours, theirs).in1 - ours.begin());
    const size_t from = at - std::min(at, kBefore);
    return "\nours:   …" + std::string(ours.substr(from, kShown)) + "\ntheirs: …" +
           std::string(theirs.substr(from, kShown));
}

std::string generated(const char* name) { return test::read_file(std::string(SERINUS_METADATA_DIR "/") + name); }

template <class M>
std::optional<M> decoded(const std::string& bytes) {
    auto metadata = scale::decode<M>(as_bytes(bytes));
    if (!metadata) {
        ADD_FAILURE() << to_string(metadata.error());
        return std::nullopt;
    }
    return *std::move(metadata);
}

constexpr std::string_view kOuterEnums[] = {"staging_kusama_runtime::RuntimeCall",
                                            "staging_kusama_runtime::RuntimeEvent"};

/// Calls and events contain nearly all other types, and are contained in many: elsewhere they are printed as paths.
PrintOptions with_names() {
    PrintOptions options;
    options.type_names = true;
    options.opaque = [](const std::string& path) {
        return std::ranges::find(kOuterEnums, path) != std::end(kOuterEnums);
    };
    return options;
}

/// The variants of an outer enum by their indices, each with the path of its content, which is printed with its pallet.
std::map<uint8_t, std::string> variants_of(const MetadataV14& metadata, std::string_view outer_enum) {
    PrintOptions options;
    options.type_names = true;
    options.opaque = [](const std::string& path) { return !path.empty(); };
    Printer print(metadata.types, options);
    std::map<uint8_t, std::string> out;
    for (const PortableType& type : metadata.types) {
        if (print.path(type.id) != outer_enum) continue;
        for (const Variant& variant : std::get<Variants>(type.type.definition).variants) {
            out[variant.index] = variant.name + "(" + print.print(variant.fields) + ")";
        }
    }
    EXPECT_FALSE(out.empty()) << outer_enum;
    return out;
}

Pallet with_docs(const PalletV14& p) {
    return {p.name, p.storage, p.calls, p.events, p.constants, p.errors, p.index, {}};
}

using OfTheRealModule = kusama::RealModule;

TEST_F(OfTheRealModule, TheMetadataIsThatOfTheProperComposition) {
    const auto bytes = ask(runtime_api::metadata::kMetadataAtVersion, 14);
    ASSERT_TRUE(bytes && *bytes);
    const auto ours = decoded<MetadataV14>(generated("kusama_runtime_proper/metadata_v14.scale"));
    const auto theirs = scale::decode<MetadataV14>(**bytes);
    ASSERT_TRUE(ours && theirs);

    Printer print_ours(ours->types, with_names());
    Printer print_theirs(theirs->types, with_names());
    size_t compared = 0;
    std::vector<std::string> order;
    for (const PalletV14& pallet : ours->pallets) {
        order.push_back(pallet.name);
        const auto same = std::find_if(theirs->pallets.begin(), theirs->pallets.end(),
                                       [&](const PalletV14& p) { return p.name == pallet.name; });
        ASSERT_NE(same, theirs->pallets.end()) << pallet.name;
        const auto a = printed_pallet(with_docs(pallet), print_ours);
        const auto b = printed_pallet(with_docs(*same), print_theirs);
        for (const auto& [name, text] : b) {
            const auto line = a.find(name);
            ASSERT_NE(line, a.end()) << name;
            EXPECT_TRUE(line->second == text) << name << differing_part(line->second, text);
            ++compared;
        }
        EXPECT_EQ(a.size(), b.size()) << pallet.name;
    }
    std::vector<std::string> expected_order;
    for (const PalletV14& pallet : theirs->pallets) expected_order.push_back(pallet.name);
    EXPECT_EQ(order, expected_order);
    EXPECT_GT(compared, 300u);
    for (const std::string_view one : kOuterEnums) {
        auto variants = variants_of(*ours, one);
        for (const auto& [index, expected] : variants_of(*theirs, one)) {
            EXPECT_EQ(variants[index], expected);
            variants.erase(index);
        }
        EXPECT_EQ(variants.size(), 0u) << one;
    }

    EXPECT_EQ(ours->extrinsic.version, theirs->extrinsic.version);
    EXPECT_EQ(print_ours.print(ours->extrinsic.type), print_theirs.print(theirs->extrinsic.type));
    EXPECT_EQ(print_ours.print(ours->runtime), print_theirs.print(theirs->runtime));
    ASSERT_EQ(ours->extrinsic.extensions.size(), theirs->extrinsic.extensions.size());
    for (size_t i = 0; i < ours->extrinsic.extensions.size(); ++i) {
        const auto& a = ours->extrinsic.extensions[i];
        const auto& b = theirs->extrinsic.extensions[i];
        EXPECT_EQ(a.identifier, b.identifier);
        EXPECT_EQ(print_ours.print(a.type), print_theirs.print(b.type));
        EXPECT_EQ(print_ours.print(a.additional_signed), print_theirs.print(b.additional_signed));
    }
}

TEST(KusamaMetadata, SaysTheSameInBothVersions) {
    const auto v14 = decoded<MetadataV14>(generated("metadata_v14.scale"));
    const auto v15 = decoded<MetadataV15>(generated("metadata_v15.scale"));
    ASSERT_TRUE(v14 && v15);
    EXPECT_EQ(scale::encode(v14->types), scale::encode(v15->types));
    ASSERT_EQ(v14->pallets.size(), v15->pallets.size());
    for (size_t i = 0; i < v14->pallets.size(); ++i) EXPECT_EQ(v14->pallets[i].name, v15->pallets[i].name);
    Printer print(v15->types, {});
    EXPECT_EQ(print.path(v15->outer_enums.call), "staging_kusama_runtime::RuntimeCall");
    EXPECT_EQ(print.path(v15->outer_enums.event), "staging_kusama_runtime::RuntimeEvent");
    EXPECT_EQ(print.path(v15->outer_enums.error), "staging_kusama_runtime::RuntimeError");
    EXPECT_TRUE(v15->custom.empty());
}

TEST(KusamaMetadata, DocumentsWhatItLists) {
    const auto metadata = decoded<MetadataV15>(generated("metadata_v15.scale"));
    ASSERT_TRUE(metadata);
    for (const Pallet& pallet : metadata->pallets) {
        if (pallet.storage) {
            for (const StorageEntry& entry : pallet.storage->entries) {
                EXPECT_FALSE(entry.docs.empty()) << pallet.name << "." << entry.name;
            }
        }
        for (const Constant& constant : pallet.constants) {
            EXPECT_FALSE(constant.docs.empty()) << pallet.name << "." << constant.name;
        }
        for (const auto& id : {pallet.calls, pallet.events, pallet.errors}) {
            if (!id) continue;
            for (const Variant& variant : std::get<Variants>(metadata->types[*id].type.definition).variants) {
                EXPECT_FALSE(variant.docs.empty()) << pallet.name << "." << variant.name;
            }
        }
    }
    for (const Api& api : metadata->apis) {
        EXPECT_FALSE(api.docs.empty()) << api.name;
        for (const ApiMethod& method : api.methods) EXPECT_FALSE(method.docs.empty()) << api.name << "." << method.name;
    }
}

}  // namespace
}  // namespace serinus::sdk::metadata
