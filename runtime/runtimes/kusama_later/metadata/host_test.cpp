// The metadata of the pallets that host parachains as those of Kusama 1.7.1, beside that of the real module. Spec:
// sect-metadata
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama_later/metadata/real_module_test.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"
#include "runtime/sdk/metadata/printed.hpp"
#include "runtime/sdk/metadata/runtime.hpp"
#include "runtime_api/metadata.hpp"
#include "tests/support/data.hpp"

SERINUS_PALLET_METADATA(serinus::kusama_later::ParachainsOrigin)
SERINUS_PALLET_METADATA(serinus::kusama_later::Configuration)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParasShared)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParaInclusion)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParaInherent)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParaScheduler)
SERINUS_PALLET_METADATA(serinus::kusama_later::Paras)
SERINUS_PALLET_METADATA(serinus::kusama_later::Initializer)
SERINUS_PALLET_METADATA(serinus::kusama_later::Dmp)
SERINUS_PALLET_METADATA(serinus::kusama_later::Hrmp)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParaSessionInfo)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParasDisputes)
SERINUS_PALLET_METADATA(serinus::kusama_later::ParasSlashing)
SERINUS_PALLET_METADATA(serinus::kusama_later::OnDemandAssignmentProvider)
SERINUS_PALLET_METADATA(serinus::kusama_later::CoretimeAssignmentProvider)
SERINUS_PALLET_METADATA(serinus::kusama_later::Registrar)
SERINUS_PALLET_METADATA(serinus::kusama_later::Slots)
SERINUS_PALLET_METADATA(serinus::kusama_later::Auctions)
SERINUS_PALLET_METADATA(serinus::kusama_later::Crowdloan)
SERINUS_PALLET_METADATA(serinus::kusama_later::Coretime)
SERINUS_PALLET_METADATA(serinus::kusama_later::MessageQueue)

namespace serinus::kusama_later::host {

using Pallets =
    sdk::List<ParachainsOrigin, Configuration, ParasShared, ParaInclusion, ParaInherent, ParaScheduler, Paras,
              Initializer, Dmp, Hrmp, ParaSessionInfo, ParasDisputes, ParasSlashing, OnDemandAssignmentProvider,
              CoretimeAssignmentProvider, Registrar, Slots, Auctions, Crowdloan, Coretime, MessageQueue>;

}  // namespace serinus::kusama_later::host

namespace serinus::sdk::metadata {
namespace {

/// As a wallet reads it: encoded and decoded.
MetadataV14 metadata_of_host() {
    const SourceFacts facts = SourceFacts::parse(test::read_file(KUSAMA_LATER_SOURCE_FACTS));
    Description description(facts, "staging_kusama_runtime");
    description.allow_general_extrinsics();
    description.add_pallets(kusama_later::host::Pallets{});
    description.finish(TypeNames::parse(test::read_file(KUSAMA_LATER_TYPE_NAMES)));
    const auto decoded = scale::decode<MetadataV14>(scale::encode(description.v14()));
    EXPECT_TRUE(decoded.has_value());
    return *decoded;
}

/// The surroundings of the first difference.
std::string difference_of(std::string_view ours, std::string_view theirs) {
    constexpr size_t kBefore = 100;
    constexpr size_t kShown = 200;
    const auto at = static_cast<size_t>(std::ranges::mismatch(ours, theirs).in1 - ours.begin());
    const size_t from = at - std::min(at, kBefore);
    return "\nours:   …" + std::string(ours.substr(from, kShown)) + "\ntheirs: …" +
           std::string(theirs.substr(from, kShown));
}

Pallet pallet_of(const PalletV14& p) {
    return {p.name, p.storage, p.calls, p.events, p.constants, p.errors, p.index, {}};
}

using HostMetadata = kusama_later::RealModule;

TEST_F(HostMetadata, IsThatOfTheReference) {
    const MetadataV14 ours = metadata_of_host();
    const auto bytes = ask(runtime_api::metadata::kMetadataAtVersion, 14);
    ASSERT_TRUE(bytes && *bytes);
    const auto theirs = scale::decode<MetadataV14>(**bytes);
    ASSERT_TRUE(theirs);
    // Calls in calls and outer enums have fewer variants than the reference's.
    static const std::set<std::string> kOpaque = {"staging_kusama_runtime::OriginCaller",
                                                  "staging_kusama_runtime::RuntimeCall",
                                                  "staging_kusama_runtime::RuntimeEvent"};
    PrintOptions options;
    options.type_names = true;
    options.opaque = [](const std::string& path) { return kOpaque.contains(path); };
    Printer print_ours(ours.types, options);
    Printer print_theirs(theirs->types, options);
    for (const PalletV14& pallet : ours.pallets) {
        const auto same = std::ranges::find(theirs->pallets, pallet.name, &PalletV14::name);
        ASSERT_NE(same, theirs->pallets.end()) << pallet.name;
        EXPECT_EQ(pallet.index, same->index);
        const auto a = printed_pallet(pallet_of(pallet), print_ours);
        const auto b = printed_pallet(pallet_of(*same), print_theirs);
        for (const auto& [name, text] : b) {
            const auto line = a.find(name);
            if (line == a.end()) {
                ADD_FAILURE() << name;
                continue;
            }
            EXPECT_TRUE(line->second == text) << name << difference_of(line->second, text);
        }
        EXPECT_EQ(a.size(), b.size()) << pallet.name;
    }
}

}  // namespace
}  // namespace serinus::sdk::metadata
